"""Files on their way into the library: dropped, chosen, refused, removed."""
import re

from browser import BUILT, FOUNDER, LIGHTHOUSE, TEA, WHEN_BUILT, WHO_FOUNDED, Look, answered, ask, highlighted, photograph
from playwright.sync_api import expect

CHINESE = Look("zh", dark=True)


def drop(page, *files):
    """Lets files fall on the page."""
    transfer = page.evaluate_handle("""files => {
        const transfer = new DataTransfer();
        for (const [name, text] of files) transfer.items.add(new File([text], name, { type: 'text/plain' }));
        return transfer;
    }""", files)
    page.locator("#ask").dispatch_event("dragover", {"dataTransfer": transfer})
    expect(page.locator("#drop-veil")).to_be_visible()
    page.locator("#ask").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.locator("#drop-veil")).to_be_hidden()


def test_a_dropped_file_is_read_and_answers(visit, fresh_server):
    page = visit(fresh_server).open()
    expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()
    drop(page, ("lighthouse.txt", LIGHTHOUSE))
    expect(page.locator(".upload")).to_have_attribute("data-status", "added")
    photograph(page, "added-en-light-wide")
    expect(page.locator("#home-more")).to_contain_text("1 document")
    mark = answered(ask(page, WHEN_BUILT), BUILT)
    mark.click()
    highlighted(page, BUILT)


def test_chosen_files_are_added_or_refused_by_name(visit, fresh_server):
    page = visit(fresh_server, CHINESE).open()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="添加文件").first.click()
    chooser.value.set_files([
        {"name": "云岭茶厂志.txt", "mimeType": "text/plain", "buffer": TEA.encode("gb18030")},
        {"name": "空白.txt", "mimeType": "text/plain", "buffer": b""}])
    expect(page.locator(".upload[data-status=added]")).to_contain_text("云岭茶厂志.txt")
    failed = page.locator(".upload[data-status=failed]")
    expect(failed).to_contain_text("空白.txt")
    expect(failed.locator("p")).to_have_text("文件是空的，没有可读的内容。")
    answered(ask(page, WHO_FOUNDED), FOUNDER)
    page.keyboard.press("Escape")
    page.locator("#way-library").click()
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("button", name="移除").click()
    page.get_by_role("dialog").get_by_role("button", name="移除").click()
    expect(page.locator(".row")).to_have_count(0)
    page.locator("#way-new").click()
    expect(ask(page, WHO_FOUNDED)).to_have_attribute("data-status", "no_answer")


def test_several_files_tell_how_many_are_done_how_fast_and_for_how_long(visit, fresh_server):
    page = visit(fresh_server).open()
    sent = []

    def hold(route):
        """Each file is taken at once, and is still being read when the page asks."""
        sent.append({"id": f"upload_{len(sent)}", "name": "x", "byte_count": 400_000, "status": "reading"})
        route.fulfill(status=202, json={"uploads": [sent[-1]]})

    page.route("**/api/documents", hold)
    page.route("**/api/uploads", lambda route: route.fulfill(json={"uploads": [{**sent[0], "status": "added"}, *sent[1:]]}))
    page.locator("#file-input").set_input_files([
        {"name": f"part-{number}.txt", "mimeType": "text/plain", "buffer": b"words " * 66_667} for number in range(4)])
    # A quarter and three halves of four equal files are 5/8: there is a rate, and a time that is left.
    expect(page.locator("#files .pace")).to_have_text(re.compile(r"^1 of 4 files · [\d.]+ [KM]?B/s · \d+:\d\d left$"))
    photograph(page, "adding-several-en-light-wide")


def test_what_was_not_added_is_told_until_the_next_question(visit, fresh_server):
    page = visit(fresh_server).open()
    bad = [{"name": name, "mimeType": "text/plain", "buffer": b""} for name in ("one.txt", "two.txt")]
    page.locator("#file-input").set_input_files([{"name": "lighthouse.txt", "mimeType": "text/plain", "buffer": LIGHTHOUSE.encode()}, *bad])
    expect(page.locator("#files").get_by_role("heading", name="Not added")).to_be_visible()
    expect(page.locator(".upload[data-status=failed]")).to_have_count(2)
    expect(page.locator(".upload[data-status=added]")).to_have_count(1)
    answered(ask(page, WHEN_BUILT), BUILT)
    expect(page.locator("#files")).to_be_hidden()
    page.locator("#file-input").set_input_files(bad)
    expect(page.locator("#files")).to_contain_text("2 files were not added")
    expect(page.locator("#files .upload")).to_have_count(0)
    page.locator("#files").get_by_role("link", name="See").click()
    expect(page.locator("#library-files .upload[data-status=failed]")).to_have_count(2)


def test_a_file_being_read_tells_for_how_long_and_behind_how_many(visit, fresh_server):
    page = visit(fresh_server).open()

    def slow(route):
        told = route.fetch().json()
        for upload, status in zip(told["uploads"], ("reading", "queued", "queued")):
            upload.update(status=status)
        route.fulfill(json=told)

    page.route("**/api/uploads", slow)
    page.locator("#file-input").set_input_files([
        {"name": f"{number}.txt", "mimeType": "text/plain", "buffer": f"The lamp of tower {number} is green.".encode()} for number in (1, 2, 3)])
    expect(page.locator(".upload[data-status=reading] .state")).to_contain_text("being read for 1 s")
    assert page.locator(".upload[data-status=reading] progress").evaluate("bar => bar.matches(':indeterminate')")
    expect(page.locator(".upload .state").filter(has_text="waiting, 2 files before it")).to_be_visible()


def test_a_removed_upload_is_said_to_be_deleted_and_shows_no_path(visit, fresh_server):
    page = visit(fresh_server).open()
    drop(page, ("lighthouse.txt", LIGHTHOUSE))
    expect(page.locator(".upload")).to_have_attribute("data-status", "added")
    page.locator("#way-library").click()
    expect(page.get_by_role("heading", name="Uploads")).to_be_visible()
    expect(page.locator(".row .meta > :last-child")).to_have_text("lighthouse.txt")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_contain_text("the copy that was uploaded is deleted")


def test_a_pasted_link_stays_and_is_answered_with_one_sentence(visit, shelf):
    visitor = visit(shelf)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open()
    page.evaluate("() => navigator.clipboard.writeText('https://example.org/paper.html')")
    page.locator("#question").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#box-error")).to_have_text("Links cannot be added yet; save the page and drop the file here.")
    expect(page.locator("#question")).to_have_value("https://example.org/paper.html")
    page.keyboard.type("?")
    expect(page.locator("#box-error")).to_be_hidden()
