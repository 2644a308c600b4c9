"""Localstripe by the clock of the tests: COUVERT_CLOCK_OFFSET is by how many seconds it is ahead of this machine's."""

import os
import time

import time_machine
from localstripe.server import start

offset = int(os.environ.get("COUVERT_CLOCK_OFFSET", "0"))
time_machine.travel(time.time() + offset, tick=True).start()
start()
