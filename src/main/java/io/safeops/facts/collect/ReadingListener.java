package io.safeops.facts.collect;

import java.util.List;

/** Hears how far the reading of facts has come. Called by the threads that read. */
public interface ReadingListener {

  /** Hears nothing. */
  ReadingListener NONE =
      new ReadingListener() {
        @Override
        public void begins(List<String> nodes) {}

        @Override
        public void isRead(String node) {}
      };

  /** These nodes are asked now, all at once as far as the machine allows. */
  void begins(List<String> nodes);

  /** A node has answered, or cannot be read. */
  void isRead(String node);
}
