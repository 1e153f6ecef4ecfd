package liandong.store;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.bson.Document;

/** The first documents of an order, found without holding the others: whoever asks for a page of a long list has no room for all of it. */
final class Foremost {

    /** Of equals the one that came first goes first, as in a sort. */
    private record Place(Document document, long arrival) {
    }

    private Foremost() {
    }

    /** Of a page of a sorted list the documents up to its end; of anything else all that was found, matching or not. */
    static Stream<Document> of(Stream<Document> found, Predicate<Document> matches, Comparator<Document> order, int skip, int most) {
        if (order == null || most <= 0) {
            return found;
        }
        Comparator<Place> places = Comparator.comparing(Place::document, order).thenComparingLong(Place::arrival);
        PriorityQueue<Place> kept = new PriorityQueue<>(places.reversed());
        long[] arrivals = {0};
        found.filter(matches).forEachOrdered(document -> {
            kept.add(new Place(document, arrivals[0]++));
            if (kept.size() > (long) skip + most) {
                kept.poll();
            }
        });
        return kept.stream().sorted(places).map(Place::document);
    }
}
