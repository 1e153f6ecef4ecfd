package liandong.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;

/** The way to a query's matches that looks at the fewest documents; every document it yields is still put to the whole query. */
record Plan(long size, Stream<Key> positions) {

    /** @return null if nothing narrows the query, so that every document must be looked at */
    static Plan of(Document query, List<Index<Key>> indexes) {
        Map<String, Condition> conditions = Condition.in(query);
        Plan best = null;
        for (Index<Key> index : indexes) {
            best = better(best, through(index, conditions));
        }
        for (List<Document> branches : alternatives(query)) {
            best = better(best, union(branches, indexes));
        }
        return best;
    }

    private static Plan through(Index<Key> index, Map<String, Condition> conditions) {
        if (index instanceof IdIndex ids) {
            Condition condition = IdIndex.condition(conditions);
            return condition == null ? null : new Plan(condition.values().size(), ids.positions(condition).stream());
        }
        Lookup lookup = index instanceof Searchable searchable ? searchable.lookup(conditions) : null;
        return lookup == null ? null : new Plan(lookup.size(), lookup.positions());
    }

    private static Plan better(Plan a, Plan b) {
        return a == null || b != null && b.size < a.size ? b : a;
    }

    /** The branches of every $or that must hold, at the top or within $and. */
    private static List<List<Document>> alternatives(Document query) {
        List<List<Document>> found = new ArrayList<>();
        query.forEach((key, value) -> {
            if (value instanceof Collection<?> parts && parts.stream().allMatch(Document.class::isInstance)) {
                List<Document> documents = parts.stream().map(Document.class::cast).toList();
                if (key.equals("$or") && !documents.isEmpty()) {
                    found.add(documents);
                } else if (key.equals("$and")) {
                    documents.forEach(part -> found.addAll(alternatives(part)));
                }
            }
        });
        return found;
    }

    private static Plan union(List<Document> branches, List<Index<Key>> indexes) {
        long size = 0;
        Stream<Key> positions = Stream.empty();
        for (Document branch : branches) {
            Plan plan = of(branch, indexes);
            if (plan == null) {
                return null;
            }
            size += plan.size;
            positions = Stream.concat(positions, plan.positions);
        }
        return new Plan(size, positions.distinct());
    }
}
