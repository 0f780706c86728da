package io.safeops.expression;

import com.google.common.collect.MapMaker;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * A cache of results that are computed from immutable objects and take long to compute. A result is
 * computed once per object and removed when the object is garbage collected. A result must not
 * refer to its object, or neither is ever collected.
 */
public final class IdentityCache<K, V> {

  // By identity: to compare two clusters by value would read both completely.
  private final ConcurrentMap<K, V> known = new MapMaker().weakKeys().makeMap();
  private final Function<K, V> find;

  public IdentityCache(Function<K, V> find) {
    this.find = find;
  }

  public V of(K value) {
    V found = known.get(value);
    if (found == null) {
      found = find.apply(value);
      known.put(value, found);
    }
    return found;
  }

  /** Makes this the result of that object, whatever would be computed. */
  public void put(K value, V result) {
    known.put(value, result);
  }
}
