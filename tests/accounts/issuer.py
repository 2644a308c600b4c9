"""A client of our token issuer that was written elsewhere: authlib. It reads its task from the standard input, gets a token in each
of three ways, verifies tokens by the published keys, tries what has to be refused, and prints what it has seen."""

import base64
import json
import secrets
import sys

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import ClientSecretJWT
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

TASK = json.load(sys.stdin)
TOKEN_URL = f"{TASK['origin']}/oauth/group/token"
METHODS = ["client_secret_basic", "client_secret_post", "client_secret_jwt"]
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def fetch(method, secret, claims=None):
    """A token, by this way of authentication."""
    session = OAuth2Session(TASK["client"], secret, token_endpoint_auth_method=method)
    # The issuer is known by another name than that of the machine on which it is asked here.
    session.register_client_auth_method(ClientSecretJWT(f"{TASK['issuer']}/token", claims=claims))
    answer = session.fetch_token(TOKEN_URL, grant_type="client_credentials", scope="webhooks")
    return answer["access_token"]


def refusal(method, secret, claims=None):
    """The issuer's code for a request that it refuses; none if it issues a token."""
    try:
        fetch(method, secret, claims)
    except OAuthError as error:
        return error.error
    return None


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(header, claims):
    """A token that claims to need no signature."""
    return f"{part({**header, 'alg': 'none'})}.{part(claims)}."


def key_of(token, keys):
    """The id of the key by which a token is verified, with its claims; none if no key has signed it or a claim is wrong."""
    registry = jwt.JWTClaimsRegistry(
        now=TASK["now"],
        leeway=5,
        iss={"essential": True, "value": TASK["issuer"]},
        aud={"essential": True, "value": TASK["audience"]},
        sub={"essential": True, "value": TASK["client"]},
        exp={"essential": True},
    )
    try:
        found = jwt.decode(token, keys, algorithms=["ES256"])
        registry.validate(found.claims)
    except (JoseError, ValueError):
        return None
    return found.header["kid"]


def deliver(token):
    """The status of an event that bears this token."""
    headers = {"authorization": f"Bearer {token}"}
    return requests.post(TASK["webhooks"], json=TASK["event"], headers=headers, timeout=30).status_code


def assertion_without_signature():
    claims = {"iss": TASK["client"], "sub": TASK["client"], "aud": f"{TASK['issuer']}/token"}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": unsigned({"typ": "JWT"}, {**claims, "exp": TASK["now"] + 600, "jti": "unsigned"}),
    }
    answer = requests.post(TOKEN_URL, data=form, timeout=30)
    return [answer.status_code, answer.json()["error"]]


published = requests.get(f"{TASK['origin']}/oauth/group/jwks.json", timeout=30).json()
keys = KeySet.import_key_set(published)
tokens = [fetch(method, TASK["secret"]) for method in METHODS]
header, claims, _ = (base64.urlsafe_b64decode(each + "==") for each in tokens[0].split("."))
forged = unsigned(json.loads(header), json.loads(claims))
once = {"jti": secrets.token_hex(8)}
seen = {
    "published": [key["kid"] for key in published["keys"]],
    "tokens": tokens,
    "keys": [key_of(token, keys) for token in tokens],
    "earlier": [key_of(token, keys) for token in TASK["earlier"]],
    "forged": key_of(forged, keys),
    "wrong_secret": [refusal(method, TASK["secret"][::-1]) for method in METHODS],
    "unsigned_assertion": assertion_without_signature(),
    "assertion_twice": [refusal("client_secret_jwt", TASK["secret"], dict(once)) for _ in range(2)],
    "delivered": deliver(tokens[0]),
    "delivered_earlier": [deliver(token) for token in TASK["earlier"]],
    "delivered_forged": deliver(forged),
}
json.dump(seen, sys.stdout)
