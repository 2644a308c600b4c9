"""Makes requests meet a real venue more often than chance would. It must not know any answer."""

import itertools

import requests
import schemathesis

ADDRESSES = itertools.count(1)
SESSION = {}


def real(base_url):
    """An open time of the demo restaurant, asked for once."""
    if not SESSION:
        venue = f"{base_url}/v1/venues/demo"
        today = requests.get(venue, timeout=30).json()["today"]
        SESSION.update(experienceId="dinner", day=today, **{"from": today, "to": today})
    return SESSION


@schemathesis.hook
def before_call(context, case, kwargs):
    # All requests come from one machine, and would otherwise be one caller that asks too often.
    number = next(ADDRESSES)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    case.headers["cf-connecting-ip"] = address
    # What is meant to be wrong stays as it is.
    if not is_right(case) or number % 4 == 0:
        return
    values = real(case.operation.base_url)
    if "venue" in (case.path_parameters or {}):
        case.path_parameters["venue"] = "demo"
    for holder in (case.query, case.body):
        if isinstance(holder, dict):
            for name in values.keys() & holder.keys():
                holder[name] = values[name]


def is_right(case):
    return case.meta is not None and case.meta.generation.mode.is_positive
