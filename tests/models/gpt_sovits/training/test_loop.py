"""The loop: killed anywhere it ends with the same weights, leaves when asked, and guards itself against bad numbers."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.training.data.batches import Batch, Order  # noqa: E402
from models.gpt_sovits.training.loop.loop import Measured, Schedule, train  # noqa: E402
from models.gpt_sovits.training.loop.metrics import lines_of  # noqa: E402
from models.gpt_sovits.training.loop.saving import Place, States  # noqa: E402
from pipeline.errors import Stopped, VoiceError  # noqa: E402

ORDER = Order((5, 9, 3, 7, 8, 2, 4), 2, 1, 1, 3)
SCHEDULE = Schedule(epochs=6, keep_every=2, save_every=3, seed=11)


class Line:
    """A learner that anybody can follow: a weight moves by what is drawn. `bad`: calls that give no numbers."""

    name = "line"
    order = ORDER

    def __init__(self, bad: Sequence[int] = (), die_at: int = -1) -> None:
        self.weight, self.seen, self.bad, self.die_at = torch.zeros(3, dtype=torch.float64), [], set(bad), die_at
        self.rates: list[float] = []

    def rate(self, epoch: int, update: int) -> float:
        return 0.1 / (1 + epoch)

    def update(self, group: Sequence[Batch], generator: torch.Generator, rate: float) -> Measured:
        number = len(self.seen)
        if number == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen.append([list(batch) for batch in group])
        self.rates.append(rate)
        if number in self.bad:
            return Measured({"loss": float("nan")}, False)
        drawn = torch.randn(3, generator=generator, dtype=torch.float64) + torch.rand(3, dtype=torch.float64)
        self.weight = self.weight + rate * drawn * sum(map(sum, group))
        return Measured({"loss": float(self.weight.abs().sum())}, True)

    def held_out(self) -> dict[str, float]:
        return {"loss": float(self.weight.sum())}

    def state(self) -> dict[str, Any]:
        return {"weight": self.weight}

    def load(self, state: Mapping[str, Any]) -> None:
        self.weight = state["weight"]


def trained(folder: Path, learner: Line, **more: Any) -> Place:
    return train(learner, SCHEDULE, folder, "identity", more.pop("keep", lambda _epochs: None), **more)


def test_every_line_is_seen_once_an_epoch_in_another_order(tmp_path: Path) -> None:
    learner, kept = Line(), []
    place = trained(tmp_path, learner, keep=kept.append)
    assert place.update == 6 * ORDER.updates == len(learner.seen)
    per_epoch = [learner.seen[at : at + ORDER.updates] for at in range(0, len(learner.seen), ORDER.updates)]
    for epoch in per_epoch:
        assert sorted(line for group in epoch for batch in group for line in batch) == list(range(7))
    assert per_epoch[0] != per_epoch[1]
    assert kept == [2, 4, 6]


def test_few_lines_are_repeated_and_groups_hold_what_a_step_accumulates() -> None:
    order = Order((3, 4, 5), 2, 4, 100, 1)
    assert order.repeats == 33
    lines = [line for group in order.epoch(0) for batch in group for line in batch]
    assert [lines.count(n) for n in range(3)] == [33, 33, 33]
    assert max(map(len, order.epoch(0))) == 4
    assert order.epoch(4) == order.epoch(4)


KILLED = """
import sys
from pathlib import Path
from tests.models.gpt_sovits.training.test_loop import Line, trained
trained(Path(sys.argv[1]), Line(die_at=int(sys.argv[2])))
"""


def test_killed_five_times_it_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = Line()
    trained(tmp_path / "whole", whole)
    drawn = random.Random(7)
    for _ in range(5):
        # Each process is killed after a few more steps than a state is old, so that it gets on.
        ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "killed"), str(drawn.randint(1, 7))])
        assert ended.returncode in (-signal.SIGKILL, 0)
    rest = Line()
    trained(tmp_path / "killed", rest)
    assert torch.equal(rest.weight, whole.weight)
    figures = [[(line["update"], line["kind"], line.get("loss")) for line in lines_of(folder / "metrics" / "line.jsonl")]
               for folder in (tmp_path / "whole", tmp_path / "killed")]  # fmt: skip
    assert figures[0] == figures[1]


def test_it_leaves_when_it_is_asked_to_and_goes_on_from_there(tmp_path: Path) -> None:
    whole, first, second = Line(), Line(), Line()
    trained(tmp_path / "whole", whole)
    asked = iter([False] * 5 + [True])
    with pytest.raises(Stopped, match="left at step 5 of 24"):
        trained(tmp_path / "left", first, asked_to_leave=lambda: next(asked))
    trained(tmp_path / "left", second)
    assert len(first.seen) + len(second.seen) == len(whole.seen)
    assert torch.equal(second.weight, whole.weight)


def test_one_bad_step_is_counted_and_three_in_a_row_go_back_at_half_the_rate(tmp_path: Path) -> None:
    once = Line(bad=[4])
    assert trained(tmp_path / "once", once).skipped == 1
    thrice = Line(bad=[7, 8, 9])
    place = trained(tmp_path / "thrice", thrice)
    assert place.rate_factor == 0.5
    assert place.skipped == 3
    assert thrice.rates[10] == pytest.approx(thrice.rates[9] / 2)
    with pytest.raises(VoiceError, match="are not numbers at step .* take `precision: fp32`"):
        trained(tmp_path / "never", Line(bad=range(1000)))


def test_a_state_of_another_training_or_a_damaged_one_is_refused_by_name(tmp_path: Path) -> None:
    states = States(tmp_path, "line", "one")
    assert states.last() is None
    states.save(Place(update=1), {"weight": torch.ones(1)})
    with pytest.raises(VoiceError, match=r"line\.state is the state of another training"):
        States(tmp_path, "line", "two").last()
    states.save(Place(update=2), {"weight": torch.ones(1)})
    states.path.write_bytes(states.path.read_bytes()[:700])
    assert states.last()[0].update == 1  # the one before
    states.previous.write_bytes(b"nothing")
    with pytest.raises(VoiceError, match=r"no state of this training is whole: .*line\.state .*line\.previous"):
        states.last()


def test_a_line_of_figures_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"update": 1}) + "\n" + '{"update": 2, "lo')
    assert lines_of(path) == [{"update": 1}]
