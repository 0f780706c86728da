package io.safeops.expression;

import com.google.common.collect.MapMaker;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What follows from an immutable value and takes long to find: found once for that very object, and
 * forgotten with it. What is found must not lead back to the object, or neither is ever forgotten.
 */
public final class IdentityCache<K, V> {

  // By identity: to compare a cluster with another is to read all of both.
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
}
