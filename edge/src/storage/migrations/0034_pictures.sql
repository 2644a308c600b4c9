-- Pictures that staff have uploaded, and their bytes in base64, which another store could hold instead.
CREATE TABLE pictures (
    name TEXT PRIMARY KEY,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    uploaded_at INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL
) STRICT;

CREATE TABLE picture_files (
    name TEXT PRIMARY KEY,
    base64 TEXT NOT NULL
) STRICT;
