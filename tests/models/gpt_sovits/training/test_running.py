"""A whole training of small random bases: killed and resumed to the bit, its files read by our own loader."""

from __future__ import annotations

import os
import pickletools
import signal
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.training.bases import make_bases  # noqa: E402
from models.gpt_sovits.training.data.dataset import checked, listed_lines  # noqa: E402
from models.gpt_sovits.training.loop import memory  # noqa: E402
from models.gpt_sovits.training.loop.metrics import lines_of  # noqa: E402
from models.gpt_sovits.training.running import Bases, Hooks, Trained, run  # noqa: E402
from models.gpt_sovits.training.settings import SovitsTraining, T2STraining, Training  # noqa: E402
from models.gpt_sovits.weights.checkpoint import read  # noqa: E402
from models.gpt_sovits.weights.loading import build_gpt, build_sovits  # noqa: E402
from pipeline.errors import MachineError, VoiceError  # noqa: E402
from pipeline.store import Store, digest_of_file  # noqa: E402
from tests.models.gpt_sovits.training.speech import data_folder  # noqa: E402

SMALL = Training(
    seed=3, save_every_updates=2,
    t2s=T2STraining(epochs=2, batch=2, accumulate=1, keep_every=1, least_lines=1, dpo=True),
    sovits=SovitsTraining(epochs=2, batch=3, accumulate=1, keep_every=2, least_lines=1, slice_frames=4, narrower=64),
)  # fmt: skip


def train_in(root: Path, folder: str, config: Training = SMALL, hooks: Hooks = Hooks()) -> Trained:  # noqa: B008
    torch.set_num_threads(1)
    data = checked(listed_lines(root / "data"), 10)
    bases = Bases(root / "bases" / "random-e15.ckpt", root / "bases" / "s2G.pth", root / "bases" / "pretrained")
    return run("ann", data, bases, config, root / folder, Store(root / "store"), hooks)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("training")
    data_folder(root / "data", 5)
    make_bases(root / "bases")
    return root


@pytest.fixture(scope="module")
def trained(studio: Path) -> Trained:
    return train_in(studio, "whole")


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.models.gpt_sovits.training.test_running import Hooks, train_in
left = int(sys.argv[2])
def tell(progress):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
train_in(Path(sys.argv[1]), "killed", hooks=Hooks(tell=tell))
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_five_times_both_networks_end_with_the_same_weights(studio: Path, trained: Trained) -> None:
    for steps in (1, 3, 4, 2, 3):
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(studio), str(steps)], env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
        assert ended.returncode == -signal.SIGKILL
    again = train_in(studio, "killed")
    for one, other in zip((*trained.gpts, *trained.sovits), (*again.gpts, *again.sovits), strict=True):
        assert digest_of_file(one.path) == digest_of_file(other.path), one.path.name


def test_files_are_official_ones_that_our_own_loader_reads(studio: Path, trained: Trained) -> None:
    assert [kept.epochs for kept in trained.gpts] == [1, 2]
    gpt, sovits = read(trained.gpts[-1].path), read(trained.sovits[-1].path)
    assert (gpt.info, sovits.info, sovits.tag) == ("GPT-e2", "2epoch_4iteration", "v2")
    build_gpt(gpt)
    assert build_sovits(sovits).config == build_sovits(read(studio / "bases" / "s2G.pth")).config
    assert {tensor.dtype for tensor in (*gpt.tensors.values(), *sovits.tensors.values())} == {torch.float16}
    assert not any(key.startswith("enc_q.") for key in sovits.tensors)
    assert {"train", "data", "model", "s2_ckpt_dir", "content_module", "save_weight_dir", "name", "version"} == set(
        sovits.config
    )
    data = trained.sovits[-1].path.read_bytes()
    assert data[:2] == b"01"
    with zipfile.ZipFile(BytesIO(b"PK" + data[2:])) as archive:
        pickled = next(archive.read(name) for name in archive.namelist() if name.endswith("data.pkl"))
    named = {argument for code, argument, _ in pickletools.genops(pickled) if code.name == "GLOBAL"}
    assert "utils HParams" in named
    raw = torch.load(trained.gpts[-1].path, weights_only=True)
    assert all(key.startswith("model.") for key in raw["weight"])
    for kept in (*trained.gpts, *trained.sovits):
        same = read(kept.safetensors)
        assert all(torch.equal(tensor, same.tensors[key]) for key, tensor in read(kept.path).tensors.items())


def test_it_learns_and_says_so_line_by_line(studio: Path, trained: Trained) -> None:
    base, after = read(studio / "bases" / "random-e15.ckpt"), read(trained.gpts[-1].path)
    assert not torch.equal(base.tensors["ar_predict_layer.weight"], after.tensors["ar_predict_layer.weight"])
    for name, keys in (("t2s", {"loss", "top3"}), ("sovits", {"mel", "kl", "disc", "generator", "features"})):
        lines = lines_of(studio / "whole" / "metrics" / f"{name}.jsonl")
        assert keys <= set(lines[0])
        assert sum(line["kind"] == "held_out" for line in lines) == 2
    assert trained.notes == ("the discriminators began from random weights: there is no s2D file beside the base",)


def test_a_second_run_makes_nothing(studio: Path, trained: Trained) -> None:
    said: list[str] = []
    steps: list[int] = []
    again = train_in(studio, "whole", hooks=Hooks(said.append, lambda progress: steps.append(progress.update)))
    assert again.gpts == trained.gpts
    assert steps == []
    assert said[0] == "features of 5 lines: 0 made, 5 found"


def test_other_settings_do_not_go_on_with_a_state(studio: Path, trained: Trained) -> None:
    other = SMALL.model_copy(update={"seed": 4})
    with pytest.raises(VoiceError, match=r"t2s\.state is the state of another training"):
        train_in(studio, "whole", other)


def test_a_fine_tuned_file_is_no_base_and_is_refused_before_a_step(studio: Path, trained: Trained) -> None:
    data = checked(listed_lines(studio / "data"), 10)
    bases = Bases(studio / "bases" / "random-e15.ckpt", trained.sovits[-1].path, studio / "bases" / "pretrained")
    with pytest.raises(VoiceError, match=r"sovits-e2\.pth: has no enc_q"):
        run("ann", data, bases, SMALL, studio / "other", Store(studio / "store"), Hooks())
    assert not (studio / "other").exists()


def test_smaller_batches_are_tried_and_said_and_what_fits_nowhere_is_refused(studio: Path) -> None:
    order = memory.Order((4, 4), 8, 1, 1, 0)
    net = torch.nn.Linear(1000, 1000)
    plan = memory.planned(order, [net], 10 << 20, 60 << 20)
    assert (plan.order.batch, plan.order.accumulate) == (4, 2)
    assert "batches of 4 lines instead of 8, 2 to a step" in plan.note
    assert plan.peak <= plan.budget
    with pytest.raises(MachineError, match="for batches of one line"):
        memory.planned(order, [net], 10 << 20, 20 << 20)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_half_precision_trains_too(studio: Path, precision: str) -> None:
    config = SMALL.model_copy(
        update={
            "precision": precision,
            "t2s": SMALL.t2s.model_copy(update={"epochs": 1, "accumulate": 2}),
            "sovits": SMALL.sovits.model_copy(update={"epochs": 1, "batch": 2, "accumulate": 2}),
        }
    )
    trained = train_in(studio, precision, config)
    build_sovits(read(trained.sovits[-1].path))
    lines = lines_of(studio / precision / "metrics" / "sovits.jsonl")
    assert all(isinstance(line["mel"], float) for line in lines)
