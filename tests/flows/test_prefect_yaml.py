"""prefect.yaml: Prefect accepts unknown keys in silence and goes without them; this does not."""

from importlib import import_module
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
import yaml
from prefect import Flow
from prefect.client.schemas.schedules import CronSchedule
from pydantic import Field

from pipeline.manifests import Strict

ROOT = Path(__file__).parent.parent.parent


class Schedule(Strict):
    cron: str
    timezone: str
    slug: str
    active: bool


class Limit(Strict):
    limit: int = Field(ge=1)
    collision_strategy: Literal["ENQUEUE", "CANCEL_NEW"]


class Pool(Strict):
    name: str
    work_queue_name: str


class Deployment(Strict):
    name: str
    description: str
    entrypoint: str
    parameters: dict[str, str | int]
    work_pool: Pool
    tags: tuple[str, ...]
    concurrency_limit: Limit | None = None
    schedules: tuple[Schedule, ...] = ()


class PrefectYaml(Strict):
    name: str
    prefect_version: str = Field(alias="prefect-version")
    definitions: dict[str, object]
    deployments: tuple[Deployment, ...]


@pytest.fixture(scope="module")
def declared() -> PrefectYaml:
    return PrefectYaml.model_validate(yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8")))


def test_the_deployments_are_those_that_the_readme_names(declared: PrefectYaml) -> None:
    names = {f"{_flow(d).name}/{d.name}" for d in declared.deployments}
    assert names == {"audiobook/produce", "nightly/batch", "training/train-voice"}


def test_trainings_have_a_pool_of_their_own_and_come_one_at_a_time(declared: PrefectYaml) -> None:
    (training,) = [d for d in declared.deployments if d.name == "train-voice"]
    assert training.work_pool.name not in {d.work_pool.name for d in declared.deployments if d is not training}
    assert training.concurrency_limit == Limit(limit=1, collision_strategy="ENQUEUE")


def test_entrypoints_are_flows_and_take_the_parameters(declared: PrefectYaml) -> None:
    for deployment in declared.deployments:
        flow = _flow(deployment)
        assert set(deployment.parameters) <= set(flow.parameters.properties)


def test_the_night_has_a_cron_with_a_time_zone_outside_the_hour_that_clocks_change(declared: PrefectYaml) -> None:
    (night,) = [d for d in declared.deployments if d.name == "batch"]
    (schedule,) = night.schedules
    CronSchedule(cron=schedule.cron, timezone=schedule.timezone)
    ZoneInfo(schedule.timezone)
    assert schedule.cron.split()[1] != "2"
    assert night.concurrency_limit
    assert night.concurrency_limit.collision_strategy == "CANCEL_NEW"


def _flow(deployment: Deployment) -> Flow:  # type: ignore[type-arg]
    module, _, name = deployment.entrypoint.partition(":")
    flow = getattr(import_module(module), name)
    assert isinstance(flow, Flow)
    return flow
