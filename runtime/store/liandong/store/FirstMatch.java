package liandong.store;

import java.util.Collection;
import java.util.function.Supplier;

import de.bwaldvogel.mongo.bson.Document;

/** Hands the leading $match of a pipeline to the collection that it reads, which the library would scan whole. */
final class FirstMatch {

    private record Pending(String collection, Document query) {
    }

    private static final ThreadLocal<Pending> PENDING = new ThreadLocal<>();

    private FirstMatch() {
    }

    static <T> T during(String database, Document command, Supplier<T> work) {
        if (command.get("pipeline") instanceof Collection<?> stages && !stages.isEmpty()
            && stages.iterator().next() instanceof Document first && first.get("$match") instanceof Document query) {
            PENDING.set(new Pending(database + "." + command.get("aggregate"), query));
        }
        try {
            return work.get();
        } finally {
            PENDING.remove();
        }
    }

    /** Once only: the same collection may be read again by a later stage, and whole. What nothing narrows is empty. */
    static Document take(StoreCollection collection) {
        Pending pending = PENDING.get();
        if (pending == null || !pending.collection.equals(collection.getFullName())) {
            return new Document();
        }
        PENDING.remove();
        return pending.query;
    }
}
