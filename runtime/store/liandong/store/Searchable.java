package liandong.store;

import java.util.Map;

/** An index that can say where the matches of a query lie. */
interface Searchable {

    /** @return null if it says nothing on this query */
    Lookup lookup(Map<String, Condition> conditions);
}
