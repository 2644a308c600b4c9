"""Makes requests meet a real venue more often than chance would, and sends them in the roles of staff in turn."""

import atexit
import collections
import datetime
import itertools
import json
import os
import re

import requests
import schemathesis

ADDRESSES = itertools.count(1)
SESSION = {}
# The roles in which staff's operations are called: name, key and permissions. None where guests' are called.
ROLES = json.loads(os.environ.get("COUVERT_ROLES", "[]"))
TURNS = collections.defaultdict(itertools.count)
# How often each operation gave each status to each role.
ANSWERS = collections.Counter()
# An access key. Only the answer to its creation may hold one.
ACCESS_KEY = re.compile(r"cvk_[a-z0-9-]+_[a-z2-7]{12}_[A-Za-z0-9_-]{43}")


def real(base_url):
    """An open time of the demo restaurant and a guest who wants it; found once."""
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
    if ROLES:
        # In turn for each operation, for what is right and for what is wrong apart.
        turn = TURNS[case.operation.label, is_right(case)]
        key = ROLES[next(turn) % len(ROLES)]["key"]
        if key is None:
            case.headers.pop("authorization", None)
        else:
            case.headers["authorization"] = f"Bearer {key}"
        # What is meant to be right meets the venue of the keys, so that its answer is about the role.
        if is_right(case) and "venue" in (case.path_parameters or {}):
            case.path_parameters["venue"] = "demo"
        # What an operator does to a venue, such as to suspend it, is done to another one.
        if is_right(case) and "venueId" in (case.path_parameters or {}):
            case.path_parameters["venueId"] = "demo-checked"
        if is_right(case) and case.operation.path.startswith("/external/") and number % 4:
            fill(case, {**real(case.operation.base_url), "tableName": "W1"})
            if isinstance(case.body, dict) and "tableName" in case.body:
                # Ids count before the name.
                case.body.pop("tableIds", None)
        return
    # A case that is meant to be wrong stays as it is.
    if not is_right(case) or number % 4 == 0:
        return
    values = real(case.operation.base_url)
    if "venue" in (case.path_parameters or {}):
        case.path_parameters["venue"] = "demo"
    fill(case, values)
    for holder in (case.query, case.body):
        if isinstance(holder, dict):
            # A made-up code is no gift card's, and an area has to be the slot's.
            for name in ("giftCardCode", "areaId"):
                holder.pop(name, None)


def fill(case, values):
    """Writes real values over made-up ones of the same name."""
    for holder in (case.query, case.body):
        if isinstance(holder, dict):
            for name in values.keys() & holder.keys():
                holder[name] = values[name]


@schemathesis.check
def no_key_is_told(context, response, case):
    """Every key of the running worker begins with the same word, which no answer has in it."""
    told = response.content.decode(errors="replace") + str(response.headers)
    assert os.environ["COUVERT_CANARY"] not in told, "a key is in the answer"
    is_creation = response.status_code == 201 and case.operation.path.endswith("/keys")
    assert is_creation or not ACCESS_KEY.search(told), "an access key is in the answer"


@schemathesis.check
def refusals_are_right(context, response, case):
    """A role is refused what it has no permission for, and nothing else."""
    if not ROLES or response.request.method != case.operation.method.upper():
        return
    given = response.request.headers.get("authorization", "").removeprefix("Bearer ") or None
    role = next(role for role in ROLES if role["key"] == given)
    ANSWERS[f"{case.operation.label} {role['name']} {response.status_code}"] += 1
    if not case.operation.definition.raw.get("security"):
        # Those who have no session yet ask for a link to sign in.
        return
    permission = required_permission(case.operation.definition.raw)
    status = response.status_code
    if role["key"] is None:
        assert status >= 400 and status != 403, f"{status} without a key"
    elif permission not in role["permissions"]:
        # Keys of venues are no keys of operators' calls.
        is_unknown = case.operation.path.startswith("/v1/operator/")
        assert status >= 400 and status != (403 if is_unknown else 401), f"{status} for {role['name']}, who may not {permission}"
    else:
        assert status not in (401, 403), f"{status} for {role['name']}, who may {permission}"


def required_permission(operation):
    """The permission that an operation's description names."""
    found = re.search(r"requires the permission `(\w+)`", operation.get("description", ""))
    assert found, "an operation of staff without a permission"
    return found.group(1)


@atexit.register
def write_answers():
    if ROLES:
        with open(os.environ["COUVERT_ANSWERS"], "w", encoding="utf-8") as file:
            json.dump(ANSWERS, file)


def is_right(case):
    return case.meta is not None and case.meta.generation.mode.is_positive
