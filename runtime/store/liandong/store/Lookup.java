package liandong.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.MVMap;

/** Stretches of an index between whose ends every match of a query lies. */
record Lookup(MVMap<Key, Key> map, List<Stretch> stretches) {

    record Stretch(Key from, Key to) {
    }

    /** Beyond so many combinations of values the later fields of an index are left to the filter. */
    private static final int MOST_STRETCHES = 1_000;

    /** @return null if the index says nothing on this query */
    static Lookup over(MVMap<Key, Key> map, List<String> fields, Map<String, Condition> conditions) {
        List<Key> prefixes = List.of(new Key(new byte[0]));
        boolean narrowed = false;
        for (String field : fields) {
            Condition condition = conditions.get(field);
            if (condition == null) {
                break;
            }
            if (condition.isRange()) {
                return new Lookup(map, prefixes.stream()
                    .map(prefix -> new Stretch(prefix.then(condition.from().bytes), prefix.then(condition.to().bytes))).toList());
            }
            Set<Key> encoded = new LinkedHashSet<>();
            condition.values().forEach(value -> encoded.add(new Key(Encoding.forIndex(value))));
            if (narrowed && (long) prefixes.size() * encoded.size() > MOST_STRETCHES) {
                break;
            }
            List<Key> longer = new ArrayList<>();
            prefixes.forEach(prefix -> encoded.forEach(value -> longer.add(prefix.then(value.bytes))));
            prefixes = longer;
            narrowed = true;
        }
        return narrowed ? new Lookup(map, prefixes.stream().map(prefix -> new Stretch(prefix, prefix.end())).toList()) : null;
    }

    long size() {
        return stretches.stream().mapToLong(stretch -> before(stretch.to()) - before(stretch.from())).sum();
    }

    private long before(Key key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    /** Each position once, though several of a document's array members may lie here. */
    Stream<Key> positions() {
        return stretches.stream().flatMap(this::positions).distinct();
    }

    private Stream<Key> positions(Stretch stretch) {
        var cursor = map.cursor(stretch.from(), stretch.to(), false);
        var positions = new Iterator<Key>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Key next() {
                cursor.next();
                return cursor.getValue();
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(positions, 0), false);
    }
}
