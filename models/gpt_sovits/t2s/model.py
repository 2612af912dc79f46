"""The GPT: phones (with BERT features) and prompt tokens -> semantic tokens, one at a time (SPEC 2).

A prefix language model: phones see all phones and no token; tokens see all phones and the tokens before them.
Post-norm blocks. Positions of phones and of tokens both start at 0, whatever stands before them.

`prefill` takes whole lines, `step` one token of every row. Both only read and write static buffers (kv_cache.py)
and never ask the device anything, so that a step can be captured in a CUDA graph or compiled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.configs import BERT_DIM, GptConfig
from models.gpt_sovits.serving.streams import to_device
from models.gpt_sovits.t2s.kv_cache import StaticCache

POSITIONS = 4000  # rows of the position table; a line of 60 s has 1,500 tokens


class TokenEmbedding(nn.Module):
    """Its key in files ends in `.word_embeddings.weight`."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(rows, width)

    def forward(self, ids: Tensor) -> Tensor:
        return self.word_embeddings(ids)


class Position(nn.Module):
    """Sine and cosine interleaved, scaled by a learned alpha."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1))
        self.register_buffer("table", position_table(POSITIONS, width), persistent=False)

    def forward(self, positions: Tensor) -> Tensor:
        return self.alpha * F.embedding(positions, self.table)


def position_table(rows: int, width: int) -> Tensor:
    """(rows, width): sin in even columns, cos in odd ones, frequencies 10000^(-2i / width)."""
    with torch.device("cpu"):  # networks are built on the meta device and filled from a file; this is in no file
        frequency = torch.exp(torch.arange(0, width, 2, dtype=torch.float32) * -(math.log(10000.0) / width))
        angle = torch.arange(rows, dtype=torch.float32)[:, None] * frequency
    return torch.stack([angle.sin(), angle.cos()], -1).flatten(1)


class SelfAttention(nn.Module):
    """Parameters only; the arithmetic is in Layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.zeros(3 * width, width))  # rows of q, k, v
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)


class Layer(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.self_attn = SelfAttention(width)
        self.linear1 = nn.Linear(width, 4 * width)
        self.linear2 = nn.Linear(4 * width, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)

    def qkv(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x (B, P, width) -> q, k, v, each (B, heads, P, width / heads)."""
        both = F.linear(x, self.self_attn.in_proj_weight, self.self_attn.in_proj_bias)
        q, k, v = both.view(*x.shape[:2], 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        return q, k, v

    def after(self, x: Tensor, attended: Tensor) -> Tensor:
        """x (B, P, width), attended (B, heads, P, width / heads) -> the block's output (B, P, width)."""
        x = self.norm1(x + self.self_attn.out_proj(attended.transpose(1, 2).flatten(2)))
        return self.norm2(x + self.linear2(self.linear1(x).relu_()))


def layer_step(
    layer: Layer, x: Tensor, keys: Tensor, values: Tensor, everyone: Tensor, lengths: Tensor, bias: Tensor
) -> Tensor:
    """One position of every row through one layer: x (B, 1, width), its cache (B, heads, length, width / heads).

    `bias` (B, 1, 1, span) is 0 where a row may look and -inf elsewhere. Apart, for it is what a compiler gets: one
    layer compiled serves all of them.
    """
    q, k, v = layer.qkv(x)
    keys[everyone, :, lengths] = k[:, :, 0]
    values[everyone, :, lengths] = v[:, :, 0]
    span = bias.shape[-1]
    return layer.after(x, F.scaled_dot_product_attention(q, keys[:, :, :span], values[:, :, :span], bias))


Block = Callable[[Layer, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor], Tensor]


class TextToSemantic(nn.Module):
    def __init__(self, config: GptConfig) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_dim
        self.bert_proj = nn.Linear(BERT_DIM, width)
        self.ar_text_embedding = TokenEmbedding(config.phoneme_vocab_size, width)
        self.ar_text_position = Position(width)
        self.ar_audio_embedding = TokenEmbedding(config.vocab_size, width)
        self.ar_audio_position = Position(width)
        self.h = nn.ModuleDict({"layers": nn.ModuleList(Layer(width, config.heads) for _ in range(config.layers))})
        self.ar_predict_layer = nn.Linear(width, config.vocab_size, bias=False)

    @property
    def layers(self) -> nn.ModuleList:
        return self.h["layers"]

    def cache(self, rows: int, length: int) -> StaticCache:
        weight, config = self.ar_predict_layer.weight, self.config
        width = config.hidden_dim // config.heads
        return StaticCache.empty(config.layers, rows, config.heads, length, width, weight.device, weight.dtype)

    def embed_line(self, phones: Tensor, bert: Tensor | None, prompt: Tensor) -> Tensor:
        """phones (X), bert (1024, X) or None for zeros, prompt tokens (Y) -> (X + Y, width)."""
        x = self.ar_text_embedding(phones) + self.bert_proj.bias  # the bias counts where there is no feature, too
        if bert is not None:
            x = x + bert.mT.to(x.dtype) @ self.bert_proj.weight.mT
        x = x + self.ar_text_position(torch.arange(len(phones), device=phones.device))
        y = self.ar_audio_embedding(prompt)
        y = y + self.ar_audio_position(torch.arange(len(prompt), device=phones.device))
        return torch.cat([x, y])

    def embed_lines(self, lines: Sequence[tuple[Tensor, Tensor | None, Tensor]]) -> Tensor:
        """(phones (X), bert (1024, X) or None, prompt (Y)) of each line -> (B, longest, width), zeros at the end.

        embed_line for all at once: few transfers and products, whatever the number of lines.
        """
        device = self.ar_predict_layer.weight.device
        widths = [(len(phones), len(prompt)) for phones, _, prompt in lines]
        out = self.bert_proj.bias.new_zeros(len(lines), max(map(sum, widths)), self.config.hidden_dim)
        phones, of_phone, place_of_phone = _flat([phones for phones, _, _ in lines], device)
        x = self.ar_text_embedding(phones) + self.bert_proj.bias + self.ar_text_position(place_of_phone)
        features = [(row, bert) for row, (_, bert, _) in enumerate(lines) if bert is not None]
        if features:
            ends = torch.tensor([count for count, _ in widths]).cumsum(0).tolist()
            where = torch.cat([torch.arange(ends[row] - widths[row][0], ends[row]) for row, _ in features]).to(device)
            said = torch.cat([bert.to(device, x.dtype) for _, bert in features], 1)
            x.index_add_(0, where, said.mT @ self.bert_proj.weight.mT)
        out[of_phone, place_of_phone] = x
        tokens, of_token, place_of_token = _flat([prompt for _, _, prompt in lines], device)
        y = self.ar_audio_embedding(tokens) + self.ar_audio_position(place_of_token)
        out[of_token, place_of_token + torch.tensor([count for count, _ in widths], device=device)[of_token]] = y
        return out

    def prefill(
        self, x: Tensor, counts: Sequence[int], phone_counts: Sequence[int], rows: Tensor, cache: StaticCache
    ) -> Tensor:
        """Embedded lines (n, longest, width) into `rows` (n) of the cache -> hidden of each last position (n, width).

        One pass for all; shorter lines are padded on the right, where nothing of theirs looks.
        """
        device = x.device
        lengths, phones = to_device(torch.tensor([counts, phone_counts]), device)
        allowed = prefix_mask(lengths, phones, x.shape[1], padded=len(set(counts)) > 1)
        for index, layer in enumerate(self.layers):
            q, k, v = layer.qkv(x)
            cache.fill(index, rows, k, v)
            x = layer.after(x, F.scaled_dot_product_attention(q, k, v, allowed))
        return x[torch.arange(len(counts), device=device), lengths - 1]

    def step(
        self,
        tokens: Tensor,
        token_positions: Tensor,
        lengths: Tensor,
        everyone: Tensor,
        span: int,
        cache: StaticCache,
        block: Block | None = None,
    ) -> Tensor:
        """One token of every row: tokens, its place among tokens, positions already in the cache, each (B) int64.

        `span`: positions of the cache to attend to, more than any length; `block`: layer_step, or that compiled.
        -> hidden (B, width).
        """
        x = (self.ar_audio_embedding(tokens) + self.ar_audio_position(token_positions))[:, None]
        hidden = torch.arange(span, device=x.device) > lengths[:, None]
        # an additive mask, made once for all layers; booleans would be converted in every one
        bias = torch.zeros_like(hidden, dtype=x.dtype).masked_fill_(hidden, -math.inf)[:, None, None]
        for index, layer in enumerate(self.layers):
            x = (block or layer_step)(layer, x, cache.keys[index], cache.values[index], everyone, lengths, bias)
        return x[:, 0]

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden (B, width) -> (B, vocab_size), in float32: the sampler compares close figures."""
        return self.ar_predict_layer(hidden).float()


def _flat(rows: Sequence[Tensor], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Rows (n) -> all of them in one, and of each value its row and its place in it; int64."""
    counts = torch.tensor([len(row) for row in rows])
    row = torch.arange(len(rows)).repeat_interleave(counts)
    place = torch.arange(len(row)) - (counts.cumsum(0) - counts)[row]
    values, row, place = to_device(torch.stack([torch.cat(list(rows)).long(), row, place]), device)
    return values, row, place


def prefix_mask(lengths: Tensor, phones: Tensor, longest: int, padded: bool) -> Tensor:
    """lengths, phones (B) -> (B, 1, longest, longest) bool: which query (row) may see which key (column).

    Padding queries see the first key: a row without any would come out as NaN.
    """
    place = torch.arange(longest, device=lengths.device)
    query, key = place[:, None], place[None]
    phones = phones[:, None, None]
    allowed = (key < phones) | ((query >= phones) & (key <= query))
    if padded:
        lengths = lengths[:, None, None]
        allowed = (allowed & (key < lengths)) | (key == 0)
    return allowed[:, None]
