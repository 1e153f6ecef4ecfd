package liandong.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

/** An ordered bulk of updates that stops at its first fault, as its sender expects; the library goes on. */
final class OrderedUpdates {

    private OrderedUpdates() {
    }

    static Document run(Document command, UnaryOperator<Document> handle) {
        if (!(command.get("updates") instanceof List<?> updates) || updates.size() < 2 || !Utils.isTrue(command.getOrDefault("ordered", true))) {
            return handle.apply(command);
        }
        int matched = 0;
        int modified = 0;
        List<Object> upserted = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document one = command.clone();
            one.put("updates", List.of(updates.get(i)));
            Document answer = handle.apply(one);
            matched += ((Number) answer.get("n")).intValue();
            modified += ((Number) answer.get("nModified")).intValue();
            collect(answer.get("upserted"), i, upserted);
            collect(answer.get("writeErrors"), i, errors);
        }
        Document answer = new Document("n", matched).append("nModified", modified);
        answer.putIfNotNull("upserted", upserted.isEmpty() ? null : upserted);
        answer.putIfNotNull("writeErrors", errors.isEmpty() ? null : errors);
        Utils.markOkay(answer);
        return answer;
    }

    private static void collect(Object parts, int index, List<Object> into) {
        if (parts instanceof Iterable<?> documents) {
            documents.forEach(each -> {
                ((Document) each).put("index", index);
                into.add(each);
            });
        }
    }
}
