package liandong.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;

/** What a query demands of one path before anything can match: one of some values, or a range of dates or numbers. */
record Condition(List<Object> values, Key from, Key to) {

    private static final Set<String> WIDENING = Set.of("$ne", "$nin", "$not", "$all");

    boolean isRange() {
        return values == null;
    }

    /** By path, gathered through $and and $elemMatch; each holds for every match, so any subset of them may narrow a look-up. */
    static Map<String, Condition> in(Document query) {
        Map<String, Condition> found = new LinkedHashMap<>();
        gather("", query, found);
        return found;
    }

    private static void gather(String prefix, Document query, Map<String, Condition> found) {
        query.forEach((key, demanded) -> {
            if (key.equals("$and") && demanded instanceof Collection<?> all) {
                all.forEach(each -> {
                    if (each instanceof Document part) {
                        gather(prefix, part, found);
                    }
                });
            } else if (!key.startsWith("$") && isPath(key)) {
                demand(prefix + key, demanded, found);
            }
        });
    }

    /** The library gives keys such as "" and "a..b" a meaning of their own. */
    private static boolean isPath(String key) {
        return !key.isEmpty() && !key.startsWith(".") && !key.endsWith(".") && !key.contains("..");
    }

    private static void demand(String path, Object demanded, Map<String, Condition> found) {
        if (BsonRegularExpression.isRegularExpression(demanded)) {
            return;
        }
        boolean isId = path.equals("_id") && demanded instanceof Document id && id.keySet().stream().noneMatch(key -> key.startsWith("$"));
        if (!(demanded instanceof Document operators) || isId) {
            keep(path, oneOf(List.of(orNull(demanded))), found);
            return;
        }
        // Through arrays the library heeds only the first of these and forgets the rest of the operators.
        if (path.contains(".") && operators.size() > 1 && operators.keySet().stream().anyMatch(WIDENING::contains)) {
            return;
        }
        if (operators.containsKey("$eq")) {
            keep(path, oneOf(List.of(orNull(operators.get("$eq")))), found);
        }
        if (operators.get("$in") instanceof Collection<?> values && values.stream().noneMatch(BsonRegularExpression::isRegularExpression)) {
            keep(path, oneOf(values.stream().map(Condition::orNull).toList()), found);
        }
        if (operators.get("$all") instanceof Collection<?> values && !values.isEmpty()
            && !(values.iterator().next() instanceof Document) && !BsonRegularExpression.isRegularExpression(values.iterator().next())) {
            keep(path, oneOf(List.of(orNull(values.iterator().next()))), found);
        }
        if (operators.get("$elemMatch") instanceof Document element) {
            if (element.keySet().stream().anyMatch(key -> key.startsWith("$"))) {
                demand(path, element, found);
            } else {
                gather(path + ".", element, found);
            }
        }
        range(path, operators, found);
    }

    private static void range(String path, Document operators, Map<String, Condition> found) {
        Object lower = operators.containsKey("$gt") ? operators.get("$gt") : operators.get("$gte");
        Object upper = operators.containsKey("$lt") ? operators.get("$lt") : operators.get("$lte");
        int type = tag(lower != null ? lower : upper);
        if (type == 0 || lower != null && upper != null && tag(lower) != tag(upper)) {
            return;
        }
        Key all = new Key(new byte[] {(byte) type});
        found.putIfAbsent(path, new Condition(null, lower == null ? all : bound(lower), upper == null ? all.end() : bound(upper).end()));
    }

    private static int tag(Object value) {
        return value instanceof Instant ? Encoding.DATE : value instanceof Number ? Encoding.NUMBER : 0;
    }

    /** Without what follows the double of a number, so that it lies on the wide side of every long that rounds to the same one. */
    private static Key bound(Object value) {
        byte[] bytes = Encoding.of(value);
        return new Key(value instanceof Number ? Arrays.copyOf(bytes, 9) : bytes);
    }

    /** An equality narrows more than a range, and the shorter list of values more than the longer. */
    private static void keep(String path, Condition condition, Map<String, Condition> found) {
        found.merge(path, condition, (a, b) -> !a.isRange() && a.values.size() <= b.values.size() ? a : b);
    }

    private static Condition oneOf(List<Object> values) {
        return new Condition(values, null, null);
    }

    /** Missing stands for null where a list may not hold it; the two are equal here. */
    private static Object orNull(Object value) {
        return value == null ? Missing.getInstance() : value;
    }
}
