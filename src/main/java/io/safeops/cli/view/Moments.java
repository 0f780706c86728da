package io.safeops.cli.view;

/** How moments are shown to people. */
final class Moments {

  private Moments() {}

  /**
   * A moment without the parts of its second.
   *
   * @param moment as {@link java.time.Instant} writes it; another text stays as it is
   */
  static String seconds(String moment) {
    return moment.replaceFirst("(:[0-9]{2})\\.[0-9]{1,9}Z$", "$1Z");
  }
}
