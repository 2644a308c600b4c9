"""Makes requests meet a real venue more often than chance would."""

import datetime
import itertools
import os

import requests
import schemathesis

ADDRESSES = itertools.count(1)
SESSION = {}


def real(base_url):
    """An open time of the demo restaurant and somebody who wants it; found once."""
    if SESSION:
        return SESSION

    def get(path):
        return requests.get(f"{base_url.rstrip('/')}/v1/venues/demo{path}", timeout=30).json()

    today = datetime.date.fromisoformat(get("")["today"])
    for day in (str(today + datetime.timedelta(days)) for days in range(1, 60)):
        slots = get(f"/slots?experienceId=dinner&attendees=2&day={day}")["slots"]
        minutes = next((slot["minutes"] for slot in slots if slot["status"] == "open"), None)
        if minutes is not None:
            guest = {"lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234"}
            SESSION.update(experienceId="dinner", attendees=2, day=day, to=day, minutes=minutes, guest=guest)
            SESSION["from"] = day
            return SESSION
    raise LookupError("the demo restaurant is full")


@schemathesis.hook
def before_call(context, case, kwargs):
    # All requests come from one machine, and would otherwise be one caller over its rate limit.
    number = next(ADDRESSES)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    case.headers["cf-connecting-ip"] = address
    # A case that is meant to be wrong stays as it is.
    if not is_right(case) or number % 4 == 0:
        return
    values = real(case.operation.base_url)
    if "venue" in (case.path_parameters or {}):
        case.path_parameters["venue"] = "demo"
    for holder in (case.query, case.body):
        if isinstance(holder, dict):
            for name in values.keys() & holder.keys():
                holder[name] = values[name]
            # A made-up code is no gift card's, and an area has to be the slot's.
            for name in ("giftCardCode", "areaId"):
                holder.pop(name, None)


@schemathesis.check
def no_key_is_told(context, response, case):
    """Every key of the running worker begins with the same word, which no answer has in it."""
    told = response.content.decode(errors="replace") + str(response.headers)
    assert os.environ["COUVERT_CANARY"] not in told, "a key is in the answer"


def is_right(case):
    return case.meta is not None and case.meta.generation.mode.is_positive
