"""The command `onrecord`: arguments, exit codes and printing; nothing else.

Exit codes: 0 done; 1 problems in the content; 2 wrong use; 3 a bug, with a crash report.
Commands import what they need when they run, so that `--help` is quick.
"""

import gc
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator import __version__, terminal

if TYPE_CHECKING:
    from generator.errors import Problem
    from generator.importing import Input
    from generator.site import Site

# What other generators call things.
_ELSEWHERE = {
    "new": "init",
    "create": "init",
    "quickstart": "init",
    "server": "serve",
    "preview": "serve",
    "watch": "serve",
    "deploy": "build",
    "generate": "build",
    "convert": "import",
    "lint": "check",
    "validate": "check",
}


class _Commands(click.Group):
    """Knows the words of other tools, and the word that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word in self.commands or word.startswith("-"):
            return super().resolve_command(ctx, args)

        from generator.errors import UsageError, nearest

        if word == "clean":
            raise UsageError(
                "There is nothing to clean: a build removes what is no longer made.",
                "To build from nothing, delete the output folder and the folder .onrecord.",
            )
        meant = _ELSEWHERE.get(word) or nearest(word, self.commands)
        hint = f"Did you mean `onrecord {meant}`?" if meant else "`onrecord --help` lists the commands."
        raise UsageError(f"There is no command “{word}”.", hint)


_FOLDER = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="onrecord", message="%(prog)s %(version)s")
def commands() -> None:
    """Publish transcripts as a citable, annotated archive of static HTML.

    \b
    Begin:
      onrecord init my-archive       a new archive with an example
      onrecord import talk.txt       a transcript you have, into the archive
      onrecord serve --open          look at it while you edit
      onrecord build                 write the site
    """


@commands.command()
@_FOLDER
@click.option("--output", metavar="D", help="Folder to write the site to, instead of the settings' `output`.")
@click.option("--base-url", metavar="U", help="Address the site will have, such as https://example.org/archive/.")
@click.option("--strict", is_flag=True, help="Stop at warnings too, before anything is written.")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="How many processes may work at once.")
@click.option("--explain", is_flag=True, help="Say for each file that is written or removed why.")
def build(
    folder: Path | None,
    output: str | None,
    base_url: str | None,
    strict: bool,
    drafts: bool,
    jobs: int | None,
    explain: bool,
) -> None:
    """Build the site: only what has changed is written."""
    from generator import summaries
    from generator.history import History, Options

    root = _root(folder)
    if output is not None:
        output = str(Path(output).absolute())
    options = Options(base_url, output, drafts, strict, jobs)
    gc.disable()  # a build is soon over: looking for garbage would cost more than it gives back
    history = History(root, options)
    report = history.unchanged(strict)
    if report is None:
        from generator.build import build as build_site  # which takes longer than to see that nothing has changed

        with terminal.progress() as progress:
            report = build_site(root, options, progress, history)
    terminal.show(report.problems)
    if explain:
        summaries.reasons_told(report)
    summaries.site_built(report)
    gc.freeze()  # nor has anything to be looked through at the end


@commands.command()
@_FOLDER
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="Port; by default 8000 or the next free one.")
@click.option("--host", metavar="H", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def serve(folder: Path | None, port: int | None, host: str, open_browser: bool) -> None:
    """Preview the site while you edit, drafts included; the output folder is not touched."""
    from generator.serve import serve as serve_site

    serve_site(_root(folder), host=host, port=port, open_browser=open_browser)


@commands.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--into", metavar="D", type=click.Path(path_type=Path), help="Folder below content/transcripts/.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON; write nothing.")
@click.option("--explain", is_flag=True, help="Print how each line was understood and why; write nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option("--update", is_flag=True, help="Bring new versions in; what you edited, notes and anchors stay.")
@click.option("--speaker", "names", metavar="LABEL=NAME", multiple=True, help="Who speaks under a label.")
@click.option(
    "--metadata",
    metavar="T.csv",
    type=click.Path(path_type=Path),
    help="A table with a column “file”, and others for title, date, speakers, …",
)
def import_(
    files: tuple[str, ...],
    into: Path | None,
    as_json: bool,
    explain: bool,
    dry_run: bool,
    update: bool,
    names: tuple[str, ...],
    metadata: Path | None,
) -> None:
    """Bring transcripts into the archive, in the format OnRecord keeps them in.

    Each FILE may also be a folder: then all files in it and below are meant. `-` reads from standard input.
    Notes in a .jsonld file (W3C Web Annotations) go beside the transcripts whose pages they name.
    """
    from generator import importing, summaries

    labels = dict(_label(name) for name in names)
    given = importing.inputs(files)
    annotated = tuple(file for file in given if file.name.casefold().endswith(".jsonld"))
    if annotated:
        _import_notes(annotated, dry_run)
        given = tuple(file for file in given if file not in annotated)
        if not given:
            return
    if as_json or explain:
        _print_readings(given, labels, as_json)
        return
    table = importing.read_table(metadata) if metadata else None
    run = importing.Run(_archive_here(), into=into, dry_run=dry_run, update=update, names=labels, table=table)
    with terminal.progress() as progress:
        for number, imported in enumerate(run.imported(given), 1):
            summaries.file_imported(imported)
            progress("Importing", number, len(given))
    terminal.show(run.problems)
    summaries.all_imported(run)
    if "refused" in run.report.files or _stops(run.problems):
        sys.exit(1)


def _import_notes(files: "tuple[Input, ...]", dry_run: bool) -> None:
    """Notes into the files beside their transcripts."""
    from generator import importing

    run = importing.NoteImport(_root(None), dry_run=dry_run)
    for file in files:
        for done in run.merged(file):
            added = f"{terminal.plural(done.added, 'note')} {'would be added' if dry_run else 'added'}"
            terminal.say(f"{file.name} → {done.path}: {added}; {done.there:,} there already")
    terminal.show(run.problems)
    if _stops(run.problems):
        sys.exit(1)


@commands.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(folder: Path | None, as_json: bool) -> None:
    """Report everything that is wrong or doubtful in the content and in the site it makes."""
    from generator import sources
    from generator.build import Options, compose
    from generator.check import check_site
    from generator.copies import outdated
    from generator.redaction.tracking import tracked

    site = compose(_root(folder), Options())
    git = tracked(site.root, site.redactor, site.settings.redaction.tracked)
    copies = site.redactor.of(tuple(sources.with_lines(site.root, outdated(site.root))))
    problems = (*site.problems, *_lint(site), *git, *copies)
    if not _stops(site.problems):
        pages = {url: site.render(url) for url in site.urls if not url.startswith("static/")}
        leaks = [site.leaks(url, data) for url, data in pages.items()]
        leaks += [site.leaks(url, path) for url, path in site.assets.items()]
        problems = (*problems, *(leak for found in leaks for leak in found))
        known = {**pages, **dict.fromkeys(site.assets, b"")}
        problems = (*problems, *check_site(known, site.settings.base_url, site.published_anchors()))
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(problems), indent=1).decode())
    else:
        terminal.show(problems)
        found = terminal.counts(problems)
        terminal.say(found or "Nothing to report: content and site are in order.")
    if _stops(problems):
        sys.exit(1)


def _lint(site: "Site") -> "tuple[Problem, ...]":
    """What is doubtful in the transcripts, and whether the interface has words."""
    from generator import sources
    from generator.errors import Place, in_order, problem
    from generator.lint import Lint
    from generator.root import FILE

    lint = Lint(site.context.registries.people)
    found: list[Problem] = []
    for entry in site.archive.entries:
        record = site.record(entry)
        source = partial(lambda path: sources.text_of(site.root, path)[0], entry.path)
        found += lint.transcript(entry.path, site.text(entry).reading, record.resolution, source)
    if not site.tongue.speaks:
        found.append(problem("no-catalog", Place(FILE), language=site.tongue.language))
    return in_order(site.redactor.of(tuple(sources.with_lines(site.root, (*found, *lint.names())))))


@commands.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def worklist(folder: Path | None, as_json: bool) -> None:
    """List what is still to be listened to: gaps, doubtful words, crosstalk, voices without a name.

    Each with its time in the recording, and the file and line in which to mend it. Drafts are included.
    """
    from generator.build import Options, compose
    from generator.errors import ContentError
    from generator.pages.page import clock
    from generator.worklist import KINDS, counts

    site = compose(_root(folder), Options(drafts=True))
    if _stops(site.problems):
        raise ContentError(site.problems)
    found = tuple(site.worklist())
    if as_json:
        import msgspec

        told = [{name: getattr(task, name) for name in task.__struct_fields__} for task in found]
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
        return
    last = None
    for task in found:
        if task.transcript != last:
            click.echo(f"{chr(10) if last else ''}{task.title}")
            last = task.transcript
        time = "" if task.time is None else clock(task.time)
        where = f"{task.path}:{task.line}" if task.line else task.path
        click.echo(f"  {time:>8}  {KINDS[task.kind]:<15}  {task.words:<40}  {where}")
    numbers = (f"{number:,} × {KINDS[kind]}" for kind, number in counts(found).items())
    terminal.say(", ".join(numbers) or "Nothing is left to listen to.", bold=True)


@commands.command()
@_FOLDER
@click.option("--dry-run", is_flag=True, help="Say what would be recorded; write nothing.")
def freeze(folder: Path | None, dry_run: bool) -> None:
    """Record what is published, so that every address lasts: run it before each build that goes out.

    It writes content/anchors/, where for each transcript stands which turns, paragraphs, headings and notes have
    which address, with hashes of their words, never the words. Builds read it: addresses follow their words through
    edits, new ones are never used twice, old ones lead to where their words are or were.

    Where something that has been published would break, it says so, records nothing and ends with exit code 1.
    """
    from generator.freezing import freeze as record

    with terminal.progress() as progress:
        frozen = record(_root(folder), dry_run=dry_run, progress=progress)
    terminal.show(frozen.problems)
    for change in frozen.changes:
        for line in change.told():
            terminal.say(line)
    if frozen.pages:
        terminal.say(f"Other pages: {len(frozen.pages):,} new")
    files = terminal.plural(len(frozen.changes), "transcript")
    would = "would change" if dry_run else "changed"
    total = f"{terminal.plural(frozen.anchors, 'anchor')} on record"
    news = frozen.changes or frozen.pages
    terminal.say(f"{total}; {files} {would}." if news else f"{total}; nothing to record.", bold=True)


@commands.command()
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option(
    "--to",
    "form",
    metavar="FORMAT",
    required=True,
    help="json, txt, md, vtt (captions), annotations (the notes); bibtex, ris, csl-json (how to cite it).",
)
def export(slugs: tuple[str, ...], form: str) -> None:
    """Print one or more records in an interchange format."""
    from generator import exports
    from generator.build import Options, compose
    from generator.errors import ContentError, UsageError, nearest

    if form not in exports.FORMATS:
        raise UsageError(f"There is no format “{form}”.", f"Formats: {', '.join(exports.FORMATS)}.")
    site = compose(_root(None), Options(drafts=True))
    if _stops(site.problems):
        raise ContentError(site.problems)
    urls = {entry.id: url for url, (entry, made) in site.exports.items() if made == form}
    known = {entry.id for entry, _ in site.exports.values()}
    for slug in slugs:
        if slug not in known:
            meant = nearest(slug, known)
            hint = f"Did you mean {meant}?" if meant else "It is the file's name without its ending."
            raise UsageError(f"There is no transcript “{slug}” in this archive.", hint)
        if slug not in urls:
            made = exports.FORMATS[form]
            hint = f"`onrecord export {slug} --to json` writes what there is."
            raise UsageError(f"“{slug}” has no {made.needs}, so there is nothing to write as {made.name}.", hint)
    written = {url: site.render(url) for url in (urls[slug] for slug in slugs)}
    if leaks := [leak for url, data in written.items() for leak in site.leaks(url, data)]:
        raise ContentError(leaks)
    for slug in slugs:
        sys.stdout.buffer.write(written[urls[slug]])


@commands.group()
def theme() -> None:
    """Copy files of the theme into the archive, to change them."""


@theme.command("copy")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
def theme_copy(names: tuple[str, ...]) -> None:
    """Copy templates and static files into the archive.

    NAME is base.html, lists/years.html, onrecord.css, …; docs/theme-reference.md lists all. A copy takes the place of
    the original. Its first line says what it is a copy of, so that `onrecord check` can tell when that has changed.
    """
    from generator.copies import copy

    root = _root(None)
    for name in names:
        terminal.say(f"  {copy(root, name)}")


@theme.command("diff")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
def theme_diff(names: tuple[str, ...]) -> None:
    """Show how copies differ from the theme's files."""
    from generator.copies import difference

    root = _root(None)
    for name in names:
        click.echo(difference(root, name), nl=False)


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The archive's title.")
def init(folder: Path, title: str | None) -> None:
    """Make a new archive with an example, ready to build and to publish on GitHub Pages."""
    from generator.scaffold import init as make

    for path in make(folder, title):
        terminal.say(f"  {path}")
    go = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
    terminal.say(f"A new archive is in {folder.resolve().name}. Next:\n\n{go}  onrecord serve --open\n")


def main() -> NoReturn:
    """Run the command line; whatever goes wrong ends in a message, never in a traceback."""
    try:
        commands.main(standalone_mode=False)
    except click.ClickException as error:
        context = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "onrecord"
        _complain(error.format_message(), f"`{context} --help` says how it is used.")
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has had enough
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        _fail(error)
    sys.exit(0)


def _fail(error: Exception) -> NoReturn:
    from generator.errors import ContentError, UsageError

    if isinstance(error, ContentError):
        terminal.show(error.problems)
        terminal.say(f"{terminal.counts(error.problems)}. Nothing was written.", bold=True)
        sys.exit(1)
    if isinstance(error, UsageError):
        _complain(str(error), error.hint)
    from generator.crash import report

    terminal.say(f"OnRecord has a bug: {type(error).__name__}. Your files are as they were.", fg="red", bold=True)
    terminal.say(f"  A report is in {report(error)}; please send it to the developers.")
    sys.exit(3)


def _complain(message: str, hint: str) -> NoReturn:
    terminal.say(message, fg="red", bold=True)
    if hint:
        terminal.say(f"  → {hint}")
    sys.exit(2)


def _root(folder: Path | None) -> Path:
    from generator.errors import UsageError
    from generator.root import find_root

    start = (folder or Path()).absolute()
    if not start.is_dir():
        raise UsageError(
            f"There is no folder {folder}.", "Name the folder of an archive, or run the command inside it."
        )
    root = find_root(start)
    if root is None:
        where = f"{folder}" if folder else "This folder"
        raise UsageError(
            f"{where} is not in an archive: there is no onrecord.toml here or above.",
            "`onrecord init my-archive` makes a new one; or go to the folder of yours.",
        )
    return root


def _archive_here() -> Path | None:
    from generator.root import find_root

    return find_root(Path.cwd())


def _stops(problems: "Iterable[Problem]") -> bool:
    from generator.errors import Severity

    return any(p.severity is Severity.ERROR for p in problems)


def _label(text: str) -> tuple[str, str]:
    from generator.errors import UsageError

    label, equals, name = text.partition("=")
    if not (label.strip() and equals and name.strip()):
        raise UsageError(
            f"“{text}” does not say who speaks.", 'Write --speaker "LABEL=NAME", as in --speaker "Q=Ada Lind".'
        )
    return label.strip(), name.strip()


def _print_readings(files: "tuple[Input, ...]", names: dict[str, str], as_json: bool) -> None:
    """Readings on stdout, problems on stderr; every file is tried before the exit code is settled."""
    from generator import config, exports, importing, redaction, routes
    from generator.build import record_of

    root = _archive_here()
    redactor = redaction.load(root, config.load_settings(root)[0]) if root else redaction.NOTHING
    problems: list[Problem] = []
    for file in files:
        reading = redactor.of(importing.preview(file, names))
        problems += reading.problems
        if as_json:
            record, found = record_of(reading, routes.slugify(redactor.address(Path(file.name).stem)))
            problems += found
            sys.stdout.buffer.write(exports.write(record, "json"))
        else:
            for line in reading.explained:
                click.echo(f"{line.line:>5}  {line.kind:<10} {line.text[:60]:<60}  {line.why}")
    terminal.show(problems)
    if _stops(problems):
        sys.exit(1)
