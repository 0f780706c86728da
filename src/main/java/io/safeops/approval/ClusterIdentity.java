package io.safeops.approval;

import java.util.Optional;

/**
 * Which cluster it is. Names, addresses and host keys can be the same on another cluster; a
 * database that is made anew has another {@code _uuid}. What is not known is empty.
 *
 * @param northbound the {@code _uuid} of the only row of NB_Global
 * @param southbound the {@code _uuid} of the only row of SB_Global
 * @param endpoint the address of Neutron's API
 * @param project the project as which safeops logs in to the API
 */
public record ClusterIdentity(
    Optional<String> northbound,
    Optional<String> southbound,
    Optional<String> endpoint,
    Optional<String> project) {

  /** The word that an approval has where a value is not known; no value can be this word. */
  static final String UNKNOWN = "unknown";

  /** Longest value in characters; no address and no name of a project is longer. */
  private static final int MOST = 1024;

  public ClusterIdentity {
    require("_uuid of NB_Global", northbound);
    require("_uuid of SB_Global", southbound);
    require("API endpoint", endpoint);
    require("project", project);
  }

  private static void require(String what, Optional<String> value) {
    value
        .filter(
            text ->
                text.isBlank()
                    || text.length() > MOST
                    || text.equals(UNKNOWN)
                    || !PlainLine.isPlain(text))
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(
                  what
                      + " `"
                      + PlainLine.excerpt(text, "")
                      + "` is not a line of 1 to "
                      + MOST
                      + " characters other than `"
                      + UNKNOWN
                      + "`");
            });
  }

  /** Whether a database is known. Without one, it could be any cluster. */
  public boolean namesDatabase() {
    return northbound.isPresent() || southbound.isPresent();
  }
}
