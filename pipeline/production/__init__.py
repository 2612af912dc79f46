"""The whole way from a manifest to deliverables, for every kind of production.

job/ reads a production, state.py holds its lines and takes, an assembly (assembly.py; audiobook/ is one) makes
something of them, run.py runs it, publishing.py puts it where its receiver finds it.
"""

from pipeline.production.assembly import Assembly
from pipeline.production.explain import Story, explain
from pipeline.production.housekeeping import Sweep, sweep
from pipeline.production.job.job import LOCKED, Job
from pipeline.production.job.loading import load, load_all
from pipeline.production.kinds import lay_out
from pipeline.production.plan import Plan, plan_of
from pipeline.production.produce import Produced, produce
from pipeline.production.publishing import Delivered
from pipeline.production.reporting import report_of, write_report
from pipeline.production.runtime import Executor, Progress, Promise, Runtime, silent
from pipeline.production.several import plan_all, produce_all
from pipeline.production.state import ProductionState
from pipeline.qa.verdict import Verdict

__all__ = [
    "LOCKED",
    "Assembly",
    "Delivered",
    "Executor",
    "Job",
    "Plan",
    "Produced",
    "ProductionState",
    "Progress",
    "Promise",
    "Runtime",
    "Story",
    "Sweep",
    "Verdict",
    "explain",
    "lay_out",
    "load",
    "load_all",
    "plan_all",
    "plan_of",
    "produce",
    "produce_all",
    "report_of",
    "silent",
    "sweep",
    "write_report",
]
