"""words.py - whether a text holds every word of an EPUB's spine, in order.

usage: words.py EPUB TEXT
The spine's words come from zipfile and html.parser. What the text has more (numbers of list items,
words for pictures) is counted; more than one word in twenty is too much.
"""
import html.parser
import posixpath
import sys
import urllib.parse
import xml.etree.ElementTree
import zipfile

HIDDEN = {"script", "style", "title", "head", "template"}
PIECES = {"a", "abbr", "acronym", "b", "big", "cite", "code", "dfn", "em", "i", "img", "kbd",
          "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var"}


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.hidden = 0
        self.text = []

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in HIDDEN
        if tag not in PIECES:
            self.text.append(" ")

    def handle_endtag(self, tag):
        self.hidden -= tag in HIDDEN
        if tag not in PIECES:
            self.text.append(" ")

    def handle_startendtag(self, tag, attributes):
        if tag not in PIECES:
            self.text.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


def local(element):
    return element.tag.rpartition("}")[2]


def spine(archive):
    container = xml.etree.ElementTree.fromstring(archive.read("META-INF/container.xml"))
    package = next(e for e in container.iter() if local(e) == "rootfile").get("full-path")
    tree = xml.etree.ElementTree.fromstring(archive.read(package))
    items = {e.get("id"): e for e in tree.iter() if local(e) == "item"}
    for itemref in (e for e in tree.iter() if local(e) == "itemref"):
        item = items[itemref.get("idref")]
        if itemref.get("linear") != "no" and item.get("media-type") == "application/xhtml+xml":
            href = urllib.parse.unquote(item.get("href"))
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package), href))


def main(epub, text):
    words = Words()
    with zipfile.ZipFile(epub) as archive:
        for name in spine(archive):
            words.feed(archive.read(name).decode("utf-8"))
    wanted = "".join(words.text).split()
    with open(text, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("@ ")]
    given = "".join(lines).split()
    at = 0
    for count, word in enumerate(wanted):
        start = at
        while at < len(given) and given[at] != word:
            at += 1
        if at == len(given):
            print(f"{epub}: word {count}, '{word}', is not in the text behind "
                  f"'{' '.join(given[max(0, start - 8):start])}'")
            return 1
        at += 1
    more = len(given) - len(wanted)
    if more * 20 > len(wanted):
        print(f"{epub}: {more} words more than {len(wanted)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
