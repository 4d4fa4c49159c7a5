"""What other libraries make of the same sets: bm25s, and tantivy, both with jieba's words for Chinese and Snowball's
stems for English (PyPI: bm25s, jieba, PyStemmer, tantivy). Title and text are one field, as is usual there."""
import gzip
import json
import math
import re

import bm25s
import jieba
import Stemmer
import tantivy

jieba.setLogLevel(60)
english = Stemmer.Stemmer("english")
CHINESE = re.compile("[\u4e00-\u9fff]")


def records(path):
    packed = path.with_suffix(path.suffix + ".gz")
    opened = open(path, encoding="utf-8") if path.exists() else gzip.open(packed, "rt", encoding="utf-8")
    with opened:
        return [json.loads(line) for line in opened if line.strip()]


def terms(text):
    """Words in lower case: jieba's finest cut (`cut_for_search`) where the text is Chinese, stems where it is not."""
    text = text.lower()
    if CHINESE.search(text):
        return [word for word in jieba.cut_for_search(text) if re.search(r"\w", word)]
    return english.stemWords(re.findall(r"\w+", text))


def judgements(path):
    wanted = {}
    for line in open(path, encoding="utf-8").read().splitlines()[1:]:
        query, document, score = line.split()
        if int(score) > 0:
            wanted.setdefault(query, {})[document] = int(score)
    return wanted


def ndcg(found, wanted):
    def gain(grades):
        return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))
    return gain(wanted.get(name, 0) for name in found[:10]) / gain(sorted(wanted.values(), reverse=True)[:10])


def ranked_by_bm25s(documents, queries):
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(documents, show_progress=False)
    for query in queries:
        known = [term for term in query if term in index.vocab_dict]
        scores = index.get_scores(known) if known else []
        order = sorted(range(len(scores)), key=lambda number: -scores[number])[:10]
        yield [number for number in order if scores[number] > 0]


def ranked_by_tantivy(documents, queries):
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("number", stored=True)
    schema.add_text_field("body", tokenizer_name="words", index_option="freq")
    index = tantivy.Index(schema.build())
    index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    writer = index.writer()
    for number, document in enumerate(documents):
        writer.add_document(tantivy.Document(number=number, body=" ".join(document)))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    should = tantivy.Occur.Should
    for query in queries:
        clauses = [(should, tantivy.Query.term_query(index.schema, "body", term, "freq")) for term in query]
        hits = searcher.search(tantivy.Query.boolean_query(clauses), 10).hits if clauses else []
        yield [searcher.doc(address)["number"][0] for _, address in hits]


def ndcg_of_peers(folder):
    """Mean nDCG@10 on one set, by peer."""
    corpus, asked = records(folder / "corpus.jsonl"), records(folder / "queries.jsonl")
    wanted = judgements(folder / "qrels.tsv")
    asked = [query for query in asked if query["_id"] in wanted]
    documents = [terms(f"{entry.get('title') or ''}\n{entry['text']}") for entry in corpus]
    queries = [terms(query["text"]) for query in asked]
    means = {}
    for name, ranked in (("bm25s", ranked_by_bm25s), ("tantivy", ranked_by_tantivy)):
        values = [ndcg([corpus[number]["_id"] for number in found], wanted[query["_id"]])
                  for query, found in zip(asked, ranked(documents, queries))]
        means[name] = sum(values) / len(values)
    return means
