"""`python -m models.gpt_sovits.parity FIXTURE...`: holds our networks against recorded runs (checks.py)."""

import sys

from models.gpt_sovits.parity.checks import main

sys.exit(main())
