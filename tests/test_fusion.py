from toys import WordEmbedder
def test_x(index, embedder, make_document):
    print(list(index.add([make_document("Hello world. This is it.")])))
    print(index.search("hello", embedder.embed_question("hello"), 3))
