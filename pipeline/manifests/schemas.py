"""What manifests may say, for editors (JSON Schema 2020-12) and for people (Markdown): both made from the models."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.manifests.approvals import Approvals
from pipeline.manifests.cast import Cast
from pipeline.manifests.consent import Consent
from pipeline.manifests.consent.forbidden import ForbiddenList
from pipeline.manifests.gate import Gate
from pipeline.manifests.kinds import KINDS
from pipeline.manifests.lexicon import Lexicon
from pipeline.manifests.pickups import Pickups
from pipeline.manifests.production import Production
from pipeline.manifests.reading.model import Strict
from pipeline.manifests.review import Review
from pipeline.manifests.settings import RepoSettings
from pipeline.manifests.spec import Spec
from pipeline.manifests.voice import Voice
from pipeline.manifests.waivers import Waivers

MANIFESTS: dict[str, type[Strict]] = {
    "production": Production,
    "voice": Voice,
    "consent": Consent,
    "forbidden": ForbiddenList,
    "cast": Cast,
    "lexicon": Lexicon,
    "pickups": Pickups,
    "waivers": Waivers,
    "approvals": Approvals,
    "review": Review,
    "spec": Spec,
    "house": RepoSettings,
    "gate": Gate,
}
PLACES = {
    "production": "manifests/productions/BOOK/production.yaml",
    "voice": "manifests/voices/NAME.yaml",
    "consent": "consent.yaml beside a voice that names it, or `consent:` in the voice itself",
    "forbidden": "configs/forbidden/NAME.yaml",
    "cast": "cast.yaml beside a production",
    "lexicon": "manifests/lexicons/NAME.yaml",
    "pickups": "pickups.yaml beside a production",
    "waivers": "waivers.yaml beside a production",
    "approvals": "approvals.yaml beside a production",
    "review": "review.yaml beside a production",
    "spec": "configs/specs/NAME.yaml",
    "house": "configs/house.yaml",
    "gate": "configs/gates/VOICE.LANGUAGE.yaml or LANGUAGE.yaml",
}
FOLDER = "schemas"  # under manifests/


def schema_of(manifest: str) -> dict[str, Any]:
    """The JSON Schema of a manifest. Texts may be written as YAML's numbers, as `title: 1984` is."""
    models = _models(manifest)
    schema = described(models[0]) if len(models) == 1 else _one_of(models)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"voicepress {manifest}"}
    return {**schema, **head, "description": f"{PLACES[manifest]}. {schema.get('description', '')}".strip()}


def _models(manifest: str) -> list[type[Strict]]:
    """A model for each kind of production; one for every other manifest."""
    model = MANIFESTS[manifest]
    return [kind.manifest for kind in KINDS.values()] if model is Production else [model]


def _one_of(models: list[type[Strict]]) -> dict[str, Any]:
    """The schema of a manifest that is of one of several kinds."""
    parts = [described(model) for model in models]
    definitions = {name: part for each in parts for name, part in each.pop("$defs", {}).items()}
    return {"oneOf": parts, "$defs": definitions}


def write_schemas(folder: Path) -> list[Path]:
    """One file per manifest; those that say the same already are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for manifest in MANIFESTS:
        path = folder / f"{manifest}.json"
        text = json.dumps(schema_of(manifest), ensure_ascii=False, indent=1) + "\n"
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def modeline(manifest: str, folder: str = f"../../{FOLDER}") -> str:
    """The comment by which editors find a manifest's schema."""
    return f"# yaml-language-server: $schema={folder}/{manifest}.json"


def tables() -> Iterator[str]:
    """Every field of every manifest, as Markdown."""
    for manifest in MANIFESTS:
        models = _models(manifest)
        for model in models:
            kind = f" (`kind: {model.model_fields['kind'].default}`)" if len(models) > 1 else ""
            yield f"## {manifest}{kind}\n"
            yield f"`{PLACES[manifest]}`\n"
            if model.__doc__ and "BaseModel" not in model.__doc__:
                yield f"{' '.join(model.__doc__.split())}\n"
            schema = described(model)
            yield from _fields(schema, schema)


def described(model: type[Strict]) -> dict[str, Any]:
    """A model's schema, its own fields first; a field without a description has the comment beside it in the source."""
    schema = model.model_json_schema()
    fields = schema.get("properties", {})
    schema["properties"] = {name: fields[name] for name in (*_own(model, fields), *fields)}
    parts = {one.__name__: one for one in every_model()}
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        comments = _comments(model if part is schema else parts.get(name))
        for field, said in part.get("properties", {}).items():
            if field in comments and "description" not in said:
                said["description"] = comments[field]
    return schema


def every_model(of: type[Strict] = Strict) -> list[type[Strict]]:
    """Every model of this package, those of parts of manifests included."""
    below = [one for kind in of.__subclasses__() for one in (kind, *every_model(kind))]
    return [one for one in below if one.__module__.startswith(__package__)]


def _own(model: type[Strict], fields: Mapping[str, Any]) -> list[str]:
    """Fields that the model does not inherit."""
    return [name for name in inspect.get_annotations(model) if name in fields]


def _comments(model: type[Strict] | None) -> dict[str, str]:
    """The comments of a class's fields: at the end of their line, or on the lines above."""
    if model is None:
        return {}
    comments: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, Strict):
            comments |= _comments_in(inspect.getsource(owner))
    return comments


def _comments_in(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    above: list[str] = []
    for line in source.splitlines():
        code, mark, comment = line.partition("# " if line.lstrip().startswith("# ") else "  # ")
        code = code.rstrip()
        if field := re.match(r"    (\w+): ", code):
            beside = comment if mark else " ".join(above)
            if beside.strip() and not re.match(r"\s*(fmt|type|noqa)", beside):
                found[field[1]] = " ".join(beside.split())
        above = [*above, comment] if not code else []
    return found


def _fields(part: Mapping[str, Any], whole: Mapping[str, Any], above: str = "") -> Iterator[str]:
    inner = []
    yield "| field | what | default |\n|---|---|---|"
    for field, said in part.get("properties", {}).items():
        what = _what(said, whole)
        default = (
            json.dumps(said["default"], ensure_ascii=False)
            if "default" in said
            else "required"
            if field in part.get("required", ())
            else ""
        )
        default = "" if len(default) > 60 else default
        more = f"{what}: {said['description']}" if said.get("description") else what
        shown = default if default in ("", "required") else f"`{default}`"
        yield f"| `{above}{field}` | {_cell(more)} | {_cell(shown)} |"
        inner += [(field, ref) for ref in _refs(said)]
    yield ""
    for field, ref in inner:
        found = whole["$defs"][ref]
        if found.get("properties"):
            yield f"`{above}{field}`:\n"
            yield from _fields(found, whole, f"{above}{field}.")


def _refs(said: Any) -> list[str]:
    if isinstance(said, dict):
        own = [said["$ref"].rpartition("/")[2]] if "$ref" in said else []
        return list(dict.fromkeys(own + [ref for value in said.values() for ref in _refs(value)]))
    return [ref for value in said for ref in _refs(value)] if isinstance(said, list) else []


def _what(said: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    if "enum" in said:
        return " or ".join(f"`{value}`" if value != "" else "empty" for value in said["enum"])
    if "const" in said:
        return f"`{said['const']}`"
    if "$ref" in said:
        return "a mapping"
    if several := said.get("anyOf") or said.get("allOf"):
        return " or ".join(dict.fromkeys(_what(one, whole) for one in several))
    kind = said.get("type", "anything")
    if kind == "array":
        items = said.get("items") or (said.get("prefixItems") or [{}])[0]
        return f"a list of {_what(items, whole)}"
    words = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "object": "a mapping",
        "null": "null",
    }
    signs = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
    bounds = [f"{sign} {said[name]:g}" for name, sign in signs.items() if name in said and said[name] < 2**53]
    return " ".join([words.get(str(kind), str(kind)), *bounds])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
