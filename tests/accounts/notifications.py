"""Has schemathesis send notifications of Lightspeed's: about a restaurant that there is, and with and without what proves their
origin. Holds the answers against both."""

import atexit
import collections
import itertools
import json
import os

import requests
import schemathesis

# The members that a notification about our restaurant has, and those that tell its kind where it has none of its own.
TASK = json.loads(os.environ["COUVERT_TASK"])
NUMBERS = itertools.count()
# How often each answer was given to what is right and proven, wrong and proven, and not proven.
ANSWERS = collections.Counter()
PROOF = {}


def proof(base_url):
    """The header of our own issuer's token; fetched once."""
    if not PROOF:
        form = {"grant_type": "client_credentials"}
        credentials = (TASK["client"], TASK["secret"])
        answer = requests.post(f"{base_url.rstrip('/')}/oauth/group/token", data=form, auth=credentials, timeout=30)
        PROOF["header"] = f"Bearer {answer.json()['access_token']}"
    return PROOF["header"]


@schemathesis.hook
def before_call(context, case, kwargs):
    right = proof(case.operation.base_url)
    forged = [None, "Bearer forged", f"{right[:-6]}AAAAAA", "Basic bGlnaHRzcGVlZDp3cm9uZw==", f"Basic {right[7:]}"]
    number = next(NUMBERS)
    header = forged[number // 3 % len(forged)] if number % 3 == 0 else right
    if header is None:
        case.headers.pop("authorization", None)
    else:
        case.headers["authorization"] = header
    # What is meant to be wrong stays as it is.
    if is_right(case) and isinstance(case.body, dict):
        for name, value in TASK["kind"].items():
            case.body.setdefault(name, value)
        case.body.update(TASK["ids"])
        if isinstance(case.body.get("businessInformation"), dict):
            case.body["businessInformation"]["businessLocationId"] = TASK["ids"]["businessLocationId"]
            case.body["epochSecondsDeadlineUtc"] = TASK["deadline"]
            case.body["onboardingId"] = case.body["onboardingId"][:36] or "o"


@schemathesis.check
def proven_notifications_are_taken_and_no_others(context, response, case):
    if response.request.method != "POST":
        return
    status = response.status_code
    if response.request.headers.get("authorization") != PROOF["header"]:
        ANSWERS[f"forged {status}"] += 1
        assert 400 <= status < 500, f"{status} without proof"
    elif is_right(case):
        ANSWERS[f"right {status}"] += 1
        assert status == 200, f"{status} for a notification that is right"
    else:
        # Members that are not read may be wrong.
        ANSWERS[f"wrong {status}"] += 1
        assert status < 500, f"{status} for a notification that is wrong"


@atexit.register
def write_answers():
    with open(os.environ["COUVERT_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(ANSWERS, file)


def is_right(case):
    return case.meta is not None and case.meta.generation.mode.is_positive
