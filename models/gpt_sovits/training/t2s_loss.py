"""Loss of the GPT in training: phones and the tokens that were spoken -> cross-entropy, accuracy, DPO (SPEC 6.2).

The original pads phones on the right and masks them as if on the left: the first phones of a batch's shorter lines are
invisible, its padding is visible, and positions behind a line's end are targets. `compat` does the same, for parity;
without it a line's loss does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.t2s.model import Layer, TextToSemantic, prefix_mask

DROPOUT = 0.1  # of attention, residuals, feed-forward and positions, whatever a file's config says (SPEC 2.3)
PREFERENCE = 0.2  # DPO's beta
IGNORED = -100  # target of a position that is none


@dataclass(frozen=True, slots=True)
class T2SBatch:
    """Lines padded on the right."""

    phones: Tensor  # (B, X) int64
    phone_counts: Tensor  # (B) int64
    bert: Tensor  # (B, 1024, X); zeros where a language has none
    tokens: Tensor  # (B, Y) int64
    token_counts: Tensor  # (B) int64

    @classmethod
    def of(cls, lines: Sequence[tuple[Tensor, Tensor, Tensor]]) -> T2SBatch:
        """(phones (X), bert (1024, X), tokens (Y)) of each line."""
        phones, bert, tokens = zip(*lines, strict=True)
        pad = torch.nn.utils.rnn.pad_sequence
        return cls(
            pad(list(phones), batch_first=True),
            torch.tensor([len(one) for one in phones]),
            pad([one.mT for one in bert], batch_first=True).mT,
            pad(list(tokens), batch_first=True),
            torch.tensor([len(one) for one in tokens]),
        )

    def to(self, device: torch.device) -> T2SBatch:
        return T2SBatch(*(getattr(self, name).to(device) for name in self.__slots__))

    def speaking(self, tokens: Tensor, counts: Tensor) -> T2SBatch:
        """The same lines with other tokens."""
        return T2SBatch(self.phones, self.phone_counts, self.bert, tokens, counts)


@dataclass(frozen=True, slots=True)
class T2SLoss:
    total: Tensor  # summed over positions, as the original does: the optimiser does not mind the scale
    cross_entropy: Tensor
    preference: Tensor  # DPO's term, 0 without rejected lines
    positions: int
    top3: float  # share of positions whose token is among the three likeliest


def t2s_loss(
    model: TextToSemantic, batch: T2SBatch, rejected: T2SBatch | None = None, compat: bool = False, dropout: float = 0.0
) -> T2SLoss:
    """The loss of a batch. `rejected`: the same lines spoken wrongly, which DPO makes less likely than the right."""
    logits, targets = predictions(model, batch, compat, dropout)
    entropy = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    preference = entropy.new_zeros(())
    if rejected is not None:
        chosen = _likelihood(logits, targets)
        other = _likelihood(*predictions(model, rejected, compat, dropout))
        preference = -F.logsigmoid(PREFERENCE * (chosen - other)).mean()
    counted = targets != IGNORED
    best = logits.detach().topk(min(3, logits.shape[-1]), -1).indices
    hits = ((best == targets[..., None]).any(-1) & counted).sum()
    positions = int(counted.sum())
    return T2SLoss(entropy + preference, entropy.detach(), preference.detach(), positions, float(hits) / positions)


def predictions(
    model: TextToSemantic, batch: T2SBatch, compat: bool = False, dropout: float = 0.0
) -> tuple[Tensor, Tensor]:
    """-> logits (B, P, vocabulary) in float32 and targets (B, P): the tokens of each line and the end of speech.

    The last phone predicts the first token, the last token the end.
    """
    x, allowed, places, targets = (_padded_as_the_original if compat else _line_by_line)(model, batch, dropout)
    for layer in model.layers:
        assert isinstance(layer, Layer)
        x = _block(layer, x, allowed, dropout)
    width = x.shape[-1]
    hidden = x.gather(1, places[..., None].expand(-1, -1, width))
    return model.ar_predict_layer(hidden).float(), targets


Laid = tuple[Tensor, Tensor, Tensor, Tensor]  # embedded lines, mask, places that predict, targets


def _embedded(model: TextToSemantic, batch: T2SBatch, dropout: float) -> tuple[Tensor, Tensor]:
    """Phones (B, X, width) and tokens (B, Y, width)."""
    device = batch.phones.device
    bert = batch.bert.mT.to(model.bert_proj.weight.dtype)
    x = model.ar_text_embedding(batch.phones) + model.bert_proj(bert)
    x = x + model.ar_text_position(torch.arange(x.shape[1], device=device))
    y = model.ar_audio_embedding(batch.tokens)
    y = y + model.ar_audio_position(torch.arange(y.shape[1], device=device))
    return F.dropout(x, dropout), F.dropout(y, dropout)


def _line_by_line(model: TextToSemantic, batch: T2SBatch, dropout: float) -> Laid:
    """Each line's tokens directly behind its own phones, padding behind both and counted nowhere."""
    x, y = _embedded(model, batch, dropout)
    phones, tokens = batch.phone_counts[:, None], batch.token_counts[:, None]
    lengths = (phones + tokens)[:, 0]
    place = torch.arange(int(lengths.max()), device=x.device)[None]
    # Places of [phones; tokens] as they come, both padded, from which each line takes its own.
    wanted = torch.where(place < phones, place, (x.shape[1] + place - phones).clamp(max=x.shape[1] + y.shape[1] - 1))
    laid = torch.cat([x, y], 1).gather(1, wanted[..., None].expand(-1, -1, x.shape[-1]))
    laid = laid * (place < lengths[:, None])[..., None]
    allowed = prefix_mask(lengths, phones[:, 0], place.shape[1], padded=True)
    step = torch.arange(y.shape[1] + 1, device=x.device)[None]
    places = (phones - 1 + step).clamp(max=place.shape[1] - 1)
    return laid, allowed, places, _targets(model, batch).masked_fill(step > tokens, IGNORED)


def _padded_as_the_original(model: TextToSemantic, batch: T2SBatch, dropout: float) -> Laid:
    behind = torch.arange(batch.tokens.shape[1], device=batch.tokens.device) >= batch.token_counts[:, None]
    batch = batch.speaking(batch.tokens.masked_fill(behind, model.config.eos), batch.token_counts)
    x, y = _embedded(model, batch, dropout)
    width, total = x.shape[1], x.shape[1] + y.shape[1]
    place = torch.arange(total, device=x.device)
    query, key = place[:, None], place[None]
    ordered = (key < width) | ((query >= width) & (key <= query))
    invisible = (place < width - batch.phone_counts[:, None]) | (place - width >= batch.token_counts[:, None])
    allowed = (ordered & ~invisible[:, None])[:, None]
    places = torch.arange(width - 1, total, device=x.device).expand(len(x), -1)
    return torch.cat([x, y], 1), allowed, places, _targets(model, batch)


def _targets(model: TextToSemantic, batch: T2SBatch) -> Tensor:
    """(B, Y + 1): tokens, then the end of speech to the last column."""
    step = torch.arange(batch.tokens.shape[1] + 1, device=batch.tokens.device)
    return F.pad(batch.tokens, (0, 1)).masked_fill(step >= batch.token_counts[:, None], model.config.eos)


def _block(layer: Layer, x: Tensor, allowed: Tensor, dropout: float) -> Tensor:
    q, k, v = layer.qkv(x)
    attended = F.scaled_dot_product_attention(q, k, v, allowed, dropout_p=dropout)
    attended = layer.self_attn.out_proj(attended.transpose(1, 2).flatten(2))
    x = layer.norm1(x + F.dropout(attended, dropout))
    inner = F.dropout(F.relu(layer.linear1(x)), dropout)
    out: Tensor = layer.norm2(x + F.dropout(layer.linear2(inner), dropout))
    return out


def _likelihood(logits: Tensor, targets: Tensor) -> Tensor:
    """Log probability of each line (B), summed over its positions."""
    chosen = logits.log_softmax(-1).gather(2, targets.clamp(min=0)[..., None])[..., 0]
    return chosen.masked_fill(targets == IGNORED, 0.0).sum(-1)


def reject(batch: T2SBatch, generator: torch.Generator) -> T2SBatch:
    """The lines with a span of each said twice or left out, as a GPT that fails says them (SPEC 6.2)."""
    lines = []
    for tokens, count in zip(batch.tokens.cpu(), batch.token_counts.tolist(), strict=True):
        start, stop = sorted(torch.randint(count + 1, (2,), generator=generator).tolist())
        repeated = bool(torch.randint(2, (1,), generator=generator))
        # What leaves nothing, or changes nothing, is said twice instead.
        if stop == start:
            start, stop = max(start - 1, 0), max(start, 1)
        parts = [tokens[:stop], tokens[start:count]] if repeated or stop - start == count else [
            tokens[:start], tokens[stop:count]]  # fmt: skip
        lines.append(torch.cat(parts))
    padded = torch.nn.utils.rnn.pad_sequence(lines, batch_first=True).to(batch.tokens.device)
    return batch.speaking(padded, torch.tensor([len(one) for one in lines], device=batch.tokens.device))
