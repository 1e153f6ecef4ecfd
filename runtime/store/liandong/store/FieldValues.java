package liandong.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

/** Every value that an equality on a path could find in a document; one too many costs a look, one too few would lose a result. */
final class FieldValues {

    private FieldValues() {
    }

    static Set<Object> at(Document document, String path) {
        Set<Object> found = new LinkedHashSet<>();
        collect(document, Utils.splitPath(path), found);
        return found;
    }

    static boolean isPosition(String fragment) {
        return !fragment.isEmpty() && fragment.chars().allMatch(Character::isDigit);
    }

    private static void collect(Object value, List<String> path, Set<Object> found) {
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (value instanceof List<?> list) {
            if (isPosition(first)) {
                next(elementAt(list, first), rest, found);
            } else {
                list.forEach(element -> collect(element, path, found));
            }
        } else if (value instanceof Document document) {
            next(document.getOrMissing(first), rest, found);
        } else {
            found.add(null);
        }
    }

    private static Object elementAt(List<?> list, String position) {
        try {
            int index = Integer.parseInt(position);
            return index < list.size() ? list.get(index) : null;
        } catch (NumberFormatException beyondAnyList) {
            return null;
        }
    }

    private static void next(Object value, List<String> rest, Set<Object> found) {
        if (rest.isEmpty()) {
            leaf(value, found);
        } else {
            collect(value, rest, found);
        }
    }

    private static void leaf(Object value, Set<Object> found) {
        found.add(Missing.isNullOrMissing(value) ? null : value);
        if (value instanceof Collection<?> values) {
            values.forEach(each -> leaf(each, found));
        }
    }
}
