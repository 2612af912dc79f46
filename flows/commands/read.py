"""Print a manuscript as read: chapters with their roles, what is read and what is not, and the coverage."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from flows import answers
from flows.commands._common import print_json
from pipeline.intake import read_manuscript
from pipeline.manifests import Read
from pipeline.script import coverage_of, select, unread
from pipeline.script.selection.unread import unread_findings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--encoding", default="", help="of a text or HTML page, where it cannot be found out")


def run(options: argparse.Namespace) -> int:
    manuscript = select(read_manuscript(options.file, options.encoding), Read())
    coverage = coverage_of(manuscript)
    seen = unread(manuscript, Read(), coverage)
    manuscript = replace(manuscript, findings=(*unread_findings(seen), *manuscript.findings))
    if options.json:
        print_json(answers.manuscript(manuscript, coverage))
        return 0
    print(f"{manuscript.title}\n{', '.join(manuscript.creators)}\n{manuscript.language}  {manuscript.identifier}\n")
    for chapter in manuscript.chapters:
        words = sum(len(block.text.split()) for block in chapter.blocks if chapter.read and block.read)
        state = f"{words:,} words" if chapter.read else f"not read: {chapter.reason}"
        print(f"{'  ' * (chapter.depth - 1)}{chapter.title or '(untitled)'}  [{chapter.role}]  {state}")
    print(
        f"\n{coverage.characters:,} characters: {coverage.spoken:,} spoken, "
        f"{sum(coverage.replaced.values()):,} replaced, {sum(coverage.skipped.values()):,} skipped"
    )
    print(
        f"of the book's own text {100 * seen.share:.1f} % is read; licences, front matter and notes apart, "
        f"{seen.body:,} characters"
    )
    for name, number in coverage.skipped.items():
        print(f"  {number:8,}  {name}")
    for finding in manuscript.findings:
        print(f"note {finding.code} {finding.where}: {finding.found}")
    return 0
