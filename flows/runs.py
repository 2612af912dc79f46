"""Dead flow runs: finds runs whose process has ended and sets their state to Crashed.

Prefect learns from a worker that a run's process has ended. When the worker ends with it (a power cut), or when a run
had no worker, such a run stays Running for ever, and where a deployment allows one run at a time, no other begins.
"""

from __future__ import annotations

import flows.quiet  # noqa: F401  # isort: skip  (before Prefect reads its settings)

import os
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas import FlowRun
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
SLACK_S = 5.0  # between the start of a process, in ticks, and of its run


def claim(client: SyncPrefectClient, run_id: UUID) -> None:
    """Records which process executes this run, as workers do for theirs: `host:pid`."""
    _tie_servers()
    run = client.read_flow_run(run_id)
    if run.deployment_id or run.infrastructure_pid:
        return  # a worker's, which may name a container by it
    client.update_flow_run(run_id, infrastructure_pid=f"{socket.gethostname()}:{os.getpid()}")


_tied: dict[int, subprocess.Popen[bytes]] = {}


def _tie_servers() -> None:
    """Ties Prefect's temporary server to this process: only an orderly exit stops it, one outlived its run by hours.

    A shell reads a pipe whose other end this process alone holds; when the pipe ends, it stops the server.
    """
    module = sys.modules.get("prefect.server.api.server")
    for server in list(module.SubprocessASGIServer._instances.values()) if module else []:
        process = server.server_process
        if process and process.pid not in _tied:
            _tied[process.pid] = subprocess.Popen(
                ["sh", "-c", 'cat; kill "$1"', "sh", str(process.pid)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )


def under_way(client: SyncPrefectClient, parent: UUID | None = None) -> list[FlowRun]:
    """Runs whose state is under way; the children of one parent, where it is given."""
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNDER_WAY)),
        parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[parent]) if parent else None,
    )
    return client.read_flow_runs(flow_run_filter=wanted)


def end(client: SyncPrefectClient, run: FlowRun, why: str) -> None:
    """Sets a run, and its child runs that are under way, to the state Crashed."""
    for child in under_way(client, run.id):
        end(client, child, why)
    client.set_flow_run_state(run.id, Crashed(message=why), force=True)


def end_dead(client: SyncPrefectClient, *, no_worker: bool = False) -> list[FlowRun]:
    """Ends the runs whose process was on this machine and has ended; returns them.

    Args:
        no_worker: no worker serves this server now, so Pending runs were never begun and never will be.
    """
    ended = []
    for run in under_way(client):
        if run.parent_task_run_id and not run.infrastructure_pid:
            continue  # a subflow in the process of its parent, which is asked itself
        pending = run.state_type == StateType.PENDING and not run.infrastructure_pid
        if (pending and no_worker) or _gone(run, bare=no_worker):
            end(client, run, "its process is gone: the machine was switched off, or it was killed with its worker")
            ended.append(run)
    return ended


def _gone(run: FlowRun, bare: bool) -> bool:
    """Whether its process was on this machine and has ended.

    In a run's first seconds a worker has written the process's number alone, without its machine.

    Args:
        bare: such a number is of this machine: its own server has just been started, and no worker yet.
    """
    host, _, pid = (run.infrastructure_pid or "").rpartition(":")
    if not pid.isdigit() or not (host == socket.gethostname() or (bare and not host)):
        return False
    begun = started(int(pid))
    # A process that began after the run is another one that was given the same number.
    return begun is None or (run.start_time is not None and begun > run.start_time.timestamp() + SLACK_S)


def started(pid: int) -> float | None:
    """When a process began, as time.time(); None where there is no such process."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        if fields[0] == "Z":
            return None
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
        return int(boot.split()[1]) + int(fields[19]) / os.sysconf("SC_CLK_TCK")
    with suppress(OSError, ValueError):
        listing = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return datetime.strptime(listing.stdout.strip(), "%c").timestamp() if listing.stdout.strip() else None
    return None
