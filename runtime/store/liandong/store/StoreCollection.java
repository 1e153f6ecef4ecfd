package liandong.store;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;

/** A collection as one map from encoded _id to document. What lies in the map is never changed, only replaced: another thread may be reading it or writing it to the file. */
final class StoreCollection extends AbstractSynchronizedMongoCollection<Key> {

    private final MVMap<Key, Document> documents;
    private final Counters counters;

    /** Set, under this collection's monitor, while what a query finds is about to be changed in place by the library. */
    private boolean findingToChange;
    private boolean onlyFirst;

    StoreCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors, MVMap<Key, Document> documents, Counters counters) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.counters = counters;
    }

    static Key positionOf(Document document) {
        return new Key(Encoding.of(document.getOrMissing("_id")));
    }

    MVMap<Key, Document> documents() {
        return documents;
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        if (isNaturalDescending(orderBy)) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, fields);
        }
        Plan plan = Plan.of(query, getIndexes());
        Stream<Document> found = counted(plan == null ? all() : plan.positions().map(documents::get));
        int most = onlyFirst ? 1 : limit;
        return holding(() -> matchDocumentsFromStream(
            Foremost.of(found, document -> documentMatchesQuery(document, query), deriveComparator(orderBy), skip, most), query, orderBy, skip, most, batchSize, fields));
    }

    /** Looks at documents while nothing that they are read from is tidied away, however long it takes. */
    private <T> T holding(Supplier<T> look) {
        MVStore store = documents.getStore();
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            return look.get();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        Stream<Document> found = isNaturalDescending(orderBy)
            ? StreamSupport.stream(((Iterable<Key>) () -> documents.keyIteratorReverse(null)).spliterator(), false).map(documents::get)
            : all();
        return holding(() -> matchDocumentsFromStream(counted(found), query, orderBy, skip, limit, batchSize, fields));
    }

    private Stream<Document> all() {
        return documents.values().stream();
    }

    private Stream<Document> counted(Stream<Document> found) {
        return found.peek(each -> counters.examined.increment());
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        if (findingToChange) {
            return new QueryResult(() -> matched.stream().map(Document::cloneDeeply).iterator());
        }
        return super.createQueryResult(matched, batchSize);
    }

    @Override
    public synchronized Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters, boolean isMulti, boolean isUpsert, Oplog oplog) {
        findingToChange = true;
        onlyFirst = !isMulti;
        try {
            return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
        } finally {
            findingToChange = false;
            onlyFirst = false;
        }
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        findingToChange = true;
        try {
            return super.findAndModify(query);
        } finally {
            findingToChange = false;
        }
    }

    /** What a pipeline reads: only what its first $match can find, one by one, so that whoever counts many holds none; and copies, since some stages write into what they get. */
    @Override
    public Stream<Document> queryAllAsStream() {
        Document query = FirstMatch.take(this);
        return counted(positions(query).stream().map(documents::get).filter(Objects::nonNull)).filter(document -> documentMatchesQuery(document, query)).map(Document::cloneDeeply);
    }

    private synchronized List<Key> positions(Document query) {
        Plan plan = Plan.of(query, getIndexes());
        return holding(() -> (plan == null ? documents.keySet().stream() : plan.positions()).toList());
    }

    @Override
    public synchronized int count(Document query, int skip, int limit) {
        return super.count(query, skip, limit);
    }

    @Override
    public synchronized void addIndex(Index<Key> index) {
        super.addIndex(index);
    }

    @Override
    public synchronized void dropIndex(String indexName) {
        super.dropIndex(indexName);
    }

    @Override
    protected Key addDocumentInternal(Document document) {
        Key position = getIdField() == null ? next() : new Key(Encoding.of(Utils.getSubdocumentValue(document, getIdField())));
        documents.put(position, document);
        return position;
    }

    private Key next() {
        Key last = documents.lastKey();
        return new Key(ByteBuffer.allocate(8).putLong(last == null ? 0 : ByteBuffer.wrap(last.bytes).getLong() + 1).array());
    }

    @Override
    protected void handleUpdate(Key position, Document before, Document after) {
        documents.put(position, after);
    }

    @Override
    protected void removeDocument(Key position) {
        documents.remove(position);
    }

    @Override
    protected Document getDocument(Key position) {
        return documents.get(position);
    }

    @Override
    protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream().map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
    }

    @Override
    public int count() {
        return documents.size();
    }

    /** Not kept up to date at every write, which would double what each commit writes; see getDataSize. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        // Never called: see above.
    }

    @Override
    protected int getDataSize() {
        return holding(() -> (int) Math.min(Integer.MAX_VALUE, all().mapToLong(DocumentType::bsonLength).sum()));
    }
}
