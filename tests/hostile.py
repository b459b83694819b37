#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Results of a stranger, and what became of them.

hostile.py make SEED < RESULTS > HOSTILE   text fields get drawn characters
hostile.py FORMAT FILE HOSTILE             FILE parses as FORMAT, and tells the CPU's name
"""
import csv
import html.parser
import io
import json
import random
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree

FIELDS = [('cpu', 'name'), ('hypervisor',), ('kernel', 'release'), ('suite', 'compiler'),
          ('pmu', 'why'), ('insns_why',), ('oracle', 'note'), ('why',)]
# What prints: the reader takes nothing else, and test_encode.c draws the rest.
SHARP = ['"', "'", '`', '|', '<script>', '</a>', '[x](javascript:y)', '{/X\\}', '#', '$(touch RAN)',
         '`touch RAN`', '=1+1', ',', ';', '&',
         '%s', '\\', '_', '*', 'BenchmarkForged 1 2 x/op', '| a | b |', 'http://x.example',
         '# x', '~~', 'é', '\U0001f600', ']]>', '<!--', '@']


def draw(rng, first):
    return first + ''.join(rng.choice(SHARP) for _ in range(rng.randrange(6)))


def make(seed):
    rng = random.Random(seed)
    for line in sys.stdin:
        record = json.loads(line)
        for path in FIELDS:
            o = record
            for key in path[:-1]:
                o = o.get(key) if isinstance(o, dict) else None
            if isinstance(o, dict) and (isinstance(o.get(path[-1]), str) or
                                        path == ('oracle', 'note') and path[0] in record):
                o[path[-1]] = draw(rng, rng.choice(['', 'N', '=', '- ', '1. ', '# ']))
        sys.stdout.write(json.dumps(record) + '\n')


def seen(text):
    """What is not seen becomes visible: an implementation of its own."""
    out = ''
    for c in text:
        if c in '\n\t':
            out += {'\n': '\\n', '\t': '\\t'}[c]
        elif unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp', 'Cn', 'Co', 'Cs'):
            n = ord(c)
            out += '\\x%02x' % n if n < 256 else '\\u%04x' % n if n < 65536 else '\\U%08x' % n
        else:
            out += c
    return out


def name_of(path):
    for line in open(path, encoding='utf-8'):
        record = json.loads(line)
        if record['type'] == 'run':
            return record['cpu']['name']


def no_control(text, but='\n'):
    bad = [c for c in text if unicodedata.category(c) in ('Cc', 'Cf') and c not in but]
    assert not bad, 'control characters: %r' % bad


def parse_text(text, name):
    no_control(text)
    assert seen(name).split()[:1] == [] or seen(name).split()[0] in text


def refuse(word):
    raise ValueError(word)


def parse_json(text, name):
    no_control(text)
    o = json.loads(text, parse_constant=refuse)
    assert o['tables'][0]['runs'][0]['cpu']['name'] == name


def parse_csv(text, name):
    no_control(text)
    rows = list(csv.reader(io.StringIO(''.join(l for l in text.splitlines(True) if l[0] != '#'))))
    assert len({len(r) for r in rows}) == 1
    want = seen(name)
    assert rows[1][0] == ("'" if want[:1] and want[0] in '=+-@|%' else '') + want, rows[1][0]


def parse_benchfmt(text, name):
    no_control(text)
    for line in text.splitlines():
        assert re.match(r'(Benchmark\S+ 1 [-0-9.e+]+ \w+/op( \d+ insns/op)?$|[a-z]+: |#|$)', line), line
    assert 'cpu: ' + seen(name) in text
    assert 'BenchmarkForged' not in [line.split()[0] for line in text.splitlines() if line.split()]


def parse_junit(text, name):
    no_control(text)
    xml.etree.ElementTree.fromstring(text)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.words = set(), [], ''

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [v for k, v in attrs if k in ('href', 'src')]

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError('comment %r' % data)


def parse_md(text, name):
    no_control(text)
    page = Page()
    page.feed(subprocess.run(['cmark-gfm', '-e', 'table', '-e', 'autolink', '-e', 'strikethrough',
                              '--unsafe'], input=text, capture_output=True, text=True,
                             check=True).stdout)
    assert not page.tags - set('h1 h2 h3 h4 p ul ol li table thead tbody tr th td strong em code a '
                               'img pre blockquote hr'.split()), page.tags
    assert not [l for l in page.links if ':' in l or l.startswith('//')], page.links
    words = ' '.join(page.words.split())
    assert ' '.join(seen(name).split()) in words or '`' in name or '|' in name, name


def parse_svg(text, name):
    no_control(text, '\n\t')
    tree = xml.etree.ElementTree.fromstring(text)
    tags = {e.tag.split('}')[1] for e in tree.iter()}
    assert 'script' not in tags and 'a' not in tags
    words = ' '.join(''.join(e.itertext()) for e in tree.iter() if e.tag.endswith('}text'))
    want = seen(name).replace('"', '\u201d').replace(']]>', ']]\u203a')
    assert want.split() == [] or want.split()[0] in words, (want, words[:200])


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make(sys.argv[2])
    else:
        globals()['parse_' + sys.argv[1]](open(sys.argv[2], encoding='utf-8', newline='').read(),
                                          name_of(sys.argv[3]))
