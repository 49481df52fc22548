"""Opens pages in headless Chromium as a reader does: at three widths, light, dark and in print.

browser.py CHROMIUM AXE_JS PAGE...

Each page must ask for nothing, say nothing on the console, fit its window, have a text for every
chart and contrast after WCAG AA; where it has tables that sort and filter, these must.
"""

import pathlib
import sys

from playwright.sync_api import sync_playwright

WIDTHS = (1440, 1024, 390)
SCHEMES = ("light", "dark")
MINUS = "\u2212"


def number(text):
    plain = text.replace(",", "").replace("\u00a0", "").replace("%", "").replace(MINUS, "-")
    return float("nan") if plain in ("n/a", "") else float(plain.replace("\u221e", "inf"))


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = []

    def check(self, what, condition, found=""):
        if condition:
            self.passed += 1
        else:
            self.failed.append(what)
            print(f"FAILED: {what} {found}", file=sys.stderr)


def watched(context, problems):
    page = context.new_page()
    page.on("console", lambda message: problems.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("request", lambda request: problems.append(request.url) if not request.is_navigation_request() else None)
    return page


def look(browser, path, axe, checks):
    name = f"{path.parent.name}/{path.name}"
    for width in WIDTHS:
        for scheme in SCHEMES:
            problems = []
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = watched(context, problems)
            page.goto(path.as_uri())
            where = f"{name} at {width} px, {scheme}"
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            wide = page.evaluate(
                "[document.documentElement.scrollWidth, innerWidth, document.body.scrollWidth]"
            )
            checks.check(f"{where}: fits its window", wide[0] <= wide[1] and wide[2] <= wide[1], wide)
            mute = page.evaluate(
                """() => [...document.querySelectorAll('svg')]
                  .filter(s => !s.parentElement.closest('svg') && !s.closest('[aria-hidden=true]'))
                  .filter(s => s.getAttribute('role') !== 'img' || !s.querySelector('title'))
                  .length"""
            )
            checks.check(f"{where}: every chart has a text", mute == 0, mute)
            page.evaluate(axe)
            faults = page.evaluate(
                """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}))
                  .violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)
                    + ' ' + n.any.map(a => a.message).join('; ')).join(' | '))"""
            )
            checks.check(f"{where}: no fault against WCAG A and AA", not faults, faults[:3])
            checks.check(f"{where}: quiet, and asks for nothing", not problems, problems[:3])
            context.close()


def use(browser, path, checks):
    """Sorts and filters the longest table that can be."""
    name = f"{path.parent.name}/{path.name}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = page.evaluate(
        """() => {
          const tables = [...document.querySelectorAll('table')].filter(t => t.querySelector('th button'));
          tables.sort((a, b) => b.tBodies[0].rows.length - a.tBodies[0].rows.length);
          tables.forEach((t, n) => t.dataset.looked = n);
          return tables.length;
        }"""
    )
    if found == 0:
        context.close()
        return
    table = page.locator("table[data-looked='0']")
    heads = table.locator("thead th")
    rows = table.locator("tbody tr").count()
    for column in range(heads.count()):
        texts = lambda: [t.strip() for t in table.locator(f"tbody tr > :nth-child({column + 1})").all_inner_texts()]
        try:
            before = [number(text) for text in texts()]
        except ValueError:
            continue
        heads.nth(column).locator("button").click()
        after = [value for value in map(number, texts()) if value == value]
        checks.check(f"{name}: column {column} sorts from high to low", after == sorted(after, reverse=True))
        heads.nth(column).locator("button").click()
        after = [value for value in map(number, texts()) if value == value]
        checks.check(
            f"{name}: column {column} sorts from low to high and loses none",
            after == sorted(after) and len(after) == len([v for v in before if v == v]),
        )
        checks.check(
            f"{name}: the heading says how", heads.nth(column).get_attribute("aria-sort") == "ascending"
        )
        break
    boxes = page.locator(".filter input")
    if boxes.count():
        box = boxes.first
        filtered = page.locator(".filter + .scroll table").first
        every = filtered.locator("tbody tr").count()
        word = filtered.locator("tbody tr").first.locator("th, td").first.inner_text().strip()
        box.fill(word.lower())
        left = filtered.locator("tbody tr:visible")
        checks.check(f"{name}: the filter keeps what has the word", 0 < left.count() <= every)
        checks.check(
            f"{name}: and only that", all(word.lower() in text.lower() for text in left.all_inner_texts())
        )
        box.fill("no such word anywhere")
        checks.check(f"{name}: and nothing where nothing has it", filtered.locator("tbody tr:visible").count() == 0)
        box.fill("")
        checks.check(f"{name}: and all when it is empty", filtered.locator("tbody tr:visible").count() == every)
    context.close()


def printed(browser, path, checks):
    name = f"{path.parent.name}/{path.name}"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    checks.check(f"{name}: has a page without script", len(page.locator("main").inner_text()) > 500)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    pdf = page.pdf(format="A4")
    checks.check(f"{name}: prints", pdf[:5] == b"%PDF-" and len(pdf) > 10_000)
    context.close()


def main():
    chromium, axe_file, *pages = sys.argv[1:]
    axe = pathlib.Path(axe_file).read_text()
    checks = Checks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for each in pages:
            path = pathlib.Path(each).resolve()
            look(browser, path, axe, checks)
            use(browser, path, checks)
            printed(browser, path, checks)
        browser.close()
    print(f"browser: {len(pages)} pages, {checks.passed} passed, {len(checks.failed)} failed")
    sys.exit(1 if checks.failed or not checks.passed else 0)


main()
