"""Answers in a shape of their own, end to end: a comparison and a figure, over HTTP, OpenAI's client, and on the page."""
import json
import urllib.request
import zipfile

import openai
import pytest
from browser import PHONE, Look, ask
from conftest import Server, kaiyuan
from playwright.sync_api import expect

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS = [["Month", "Oxby", "Tarn"], ["January", 61.5, 80], ["February", 48, 71.5], ["March", 55.25, 66]]
AMBER = "# Amber tea\n\nAmber tea is dried over oak fires.\n\n- Caffeine: 40 mg a cup\n- Price: 6.20 € a box\n"
JADE = "# Jade tea\n\nJade tea is steamed.\n\n- Caffeine: 25 mg a cup\n- Price: 9.80 € a box\n- Harvest: April\n"
COMPARE = "What is the difference between Amber tea and Jade tea?"
AVERAGE = "What was the average of Oxby?"


def workbook(path):
    """A workbook with one sheet; strings stand in their cells."""
    def cell(row, column, value):
        name = f"{'ABC'[column]}{row + 3}"
        if isinstance(value, str):
            return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{name}"><v>{value}</v></c>'

    rows = "".join(f'<row r="{index + 3}">{"".join(cell(index, column, value) for column, value in enumerate(row))}</row>'
                   for index, row in enumerate(ROWS))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
                         'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                         '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
                         '.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sheet1.xml" ContentType="application/'
                         'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                         f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
                         '<sheet name="Rainfall" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
                         f'Id="r1" Type="{OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>')
        archive.writestr("xl/sheet1.xml", f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>')


@pytest.fixture(scope="module")
def teas(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teas")
    (folder / "amber.md").write_text(AMBER)
    (folder / "jade.md").write_text(JADE)
    workbook(folder / "rain.xlsx")
    home = tmp_path_factory.mktemp("teas-home")
    assert json.loads(kaiyuan("add", folder, "--json", home=home).stdout)["skipped"] == []
    with Server(home) as server:
        yield server


def events(server, question):
    request = urllib.request.Request(server.address + "/api/ask", json.dumps({"question": question}).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        for record in reply.read().decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in record.splitlines() if ": " in line)
            if "event" in lines:
                yield lines["event"], json.loads(lines["data"])


def opened(server, mark):
    """The words that the reader highlights."""
    path = f"/api/documents/{mark['document_id']}?start={mark['start']}&end={mark['end']}"
    with urllib.request.urlopen(server.address + path, timeout=30) as reply:
        blocks = json.load(reply)["blocks"]
    return [segment["text"] for block in blocks for segment in block["segments"] if segment["marked"]]


def test_both_things_are_searched_for_apart(teas):
    told = list(events(teas, COMPARE))
    assert [data["query"] for name, data in told if name == "progress" and "query" in data] == ["Amber tea", "Jade tea"]
    answer = told[-1][1]
    assert "| **Price** | 6.20 € a box [1] | 9.80 € a box [2] |" in answer["text"].splitlines()
    assert "| **Harvest** | nothing found | April [2] |" in answer["text"].splitlines()
    for mark in answer["marks"]:
        assert opened(teas, mark) == [mark["quote"]]


def test_cells_of_a_workbook_are_added_up_and_marked(teas):
    answer = list(events(teas, AVERAGE))[-1][1]
    # (61.5 + 48 + 55.25) / 3 = 54.91666…
    assert answer["text"].startswith("**≈ 54.9167**"), answer["text"]
    assert [mark["place"]["cells"] for mark in answer["marks"]] == ["B4", "B5", "B6"]
    assert [opened(teas, mark) for mark in answer["marks"]] == [["61.5"], ["48"], ["55.25"]]


def test_offsets_of_other_clients_hold(teas):
    client = openai.OpenAI(base_url=teas.address + "/v1", api_key="none", max_retries=0)
    for question in (COMPARE, AVERAGE):
        message = client.chat.completions.create(
            model="kaiyuan", messages=[{"role": "user", "content": question}]).choices[0].message
        assert len(message.annotations) >= 3
        for annotation in message.annotations:
            citation = annotation.url_citation
            assert message.content[citation.start_index:citation.end_index] == "[1]" or \
                message.content[citation.start_index:citation.end_index] == "[2]"


def test_the_terminal_shows_the_table(teas):
    shown = kaiyuan("ask", COMPARE, home=teas.home)
    assert shown.returncode == 0, shown.stderr
    assert "9.80 € a box [2]" in shown.stdout


@pytest.mark.parametrize("look", [Look(), Look(phone=True), Look(dark=True)], ids=str)
def test_the_page_shows_marks_in_cells(visit, teas, look):
    page = visit(teas, look).open()
    turn = ask(page, COMPARE)
    row = turn.locator(".prose table tr", has_text="Price")
    expect(row.locator("a.mark")).to_have_count(2)
    row.locator("a.mark").last.click()
    expect(page.locator("#reader mark")).to_have_text("9.80 € a box")
    if look.phone:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
