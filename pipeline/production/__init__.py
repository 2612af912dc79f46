"""The whole way from manuscript to deliverables."""

from pipeline.production.explain import Story, explain
from pipeline.production.housekeeping import Sweep, sweep
from pipeline.production.job import LOCKED, Job, load, load_all
from pipeline.production.plan import Plan, ProductionState, Stale, lay_out, plan_of
from pipeline.production.reporting import report_of, write_report
from pipeline.production.run import Delivered, Executor, Produced, Progress, Promise, Runtime, produce, silent
from pipeline.production.several import plan_all, produce_all
from pipeline.production.starting.starter import starter
from pipeline.production.verdict import Verdict

__all__ = [
    "LOCKED",
    "Delivered",
    "Executor",
    "Job",
    "Plan",
    "Produced",
    "ProductionState",
    "Progress",
    "Promise",
    "Runtime",
    "Stale",
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
    "starter",
    "sweep",
    "write_report",
]
