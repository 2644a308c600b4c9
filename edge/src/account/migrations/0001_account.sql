-- Texts that are sealed under the deployment's key, by their names: access and refresh tokens, signing keys, verifiers.
CREATE TABLE sealed_texts (
    name TEXT PRIMARY KEY,
    sealed TEXT NOT NULL
) STRICT;

-- The deployment's tokens at the vendor. `platform` is the account's own, any other name is a restaurant's id. `generation`
-- grows with each new access token. A row whose phase is `claimed` and whose refresh is not under way was interrupted.
CREATE TABLE tokens (
    name TEXT PRIMARY KEY,
    phase TEXT NOT NULL,
    generation INTEGER NOT NULL,
    access_until INTEGER NOT NULL,
    has_refresh INTEGER NOT NULL,
    refresh_until INTEGER,
    held_until INTEGER,
    changed_at INTEGER NOT NULL,
    problem TEXT
) STRICT;

-- Authorizations that were begun. Each is completed once, by its state.
CREATE TABLE authorizations (
    state_hash TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

-- The public parts of our keys as an issuer of tokens.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    jwk TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    signs_from INTEGER NOT NULL,
    ends_at INTEGER
) STRICT;

-- Assertions of the vendor's client that were accepted, until they would be refused anyway.
CREATE TABLE used_assertions (
    digest TEXT PRIMARY KEY,
    over_at INTEGER NOT NULL
) STRICT;

-- The attempts of the vendor's client: how often its credentials were wrong, and when it was right.
CREATE TABLE client_checks (
    client TEXT PRIMARY KEY,
    wrong INTEGER NOT NULL,
    last_wrong_at INTEGER,
    last_right_at INTEGER
) STRICT;

-- Which restaurant of the vendor is which venue. `location` is the vendor's own id of it, digit for digit.
CREATE TABLE restaurants (
    id TEXT PRIMARY KEY,
    venue TEXT NOT NULL UNIQUE,
    location TEXT,
    assigned_at INTEGER NOT NULL,
    assigned_by TEXT NOT NULL
) STRICT;

-- Onboardings that the vendor has begun. `business` is what it says of the restaurant.
CREATE TABLE onboardings (
    id TEXT PRIMARY KEY,
    reference TEXT,
    location TEXT NOT NULL,
    business TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    restaurant TEXT,
    code TEXT
) STRICT;

-- Deliveries for restaurants that are no venue yet. They are deleted when their time is over.
CREATE TABLE unassigned_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    restaurant TEXT,
    received_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    delivery TEXT NOT NULL
) STRICT;
CREATE INDEX unassigned_deliveries_by_restaurant ON unassigned_deliveries (restaurant, id);

-- Calls that venues may make, as long as they count at the vendor.
CREATE TABLE call_leases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    venue TEXT NOT NULL,
    calls INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX call_leases_by_time ON call_leases (at);

-- Changes by operators. Rows are only added.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
