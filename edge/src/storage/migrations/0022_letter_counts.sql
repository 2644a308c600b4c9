-- How many letters a recipient was sent on a day: a keyed hash of the address, days since 1970.
CREATE TABLE letter_counts (
    recipient TEXT NOT NULL,
    day INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    PRIMARY KEY (recipient, day)
) STRICT;
