package io.safeops.facts.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a node's ovn-controller.
 *
 * <p>With {@code external_ids:ovn-match-northd-version=true}, ovn-controller applies nothing while
 * {@code SB_Global.options:northd_internal_version} differs from its own internal version (OVN
 * source, {@code check_northd_version} in controller/ovn-controller.c). The internal version is
 * PACKAGE-SCHEMA-ACTIONS.MINOR ({@code ovn_get_internal_version} in lib/ovn-util.c), where the last
 * two numbers are in the program's source only and no command prints them.
 *
 * @param running of the package whose program is running, such as {@code 23.03.1}; empty if it did
 *     not answer
 * @param installed of the package whose program would be started; empty if not read
 * @param southboundSchema the schema that the installed program was built for, such as {@code
 *     20.27.0}; empty if not read
 * @param openFlow the versions of OpenFlow that the installed program speaks, such as {@code
 *     0x6:0x6}; empty if not read
 */
public record ControllerVersion(
    Optional<String> running,
    Optional<String> installed,
    Optional<String> southboundSchema,
    Optional<String> openFlow) {

  private static final Pattern INTERNAL =
      Pattern.compile("(.{1,200})-([0-9]{1,9}(?:\\.[0-9]{1,9}){1,3})-[0-9]{1,9}\\.[0-9]{1,9}");

  /**
   * Whether the running program has the internal version of northd, as far as it can be told: its
   * package and, if the installed program is of the same package, its schema. Two builds of the
   * same package and schema count as the same.
   *
   * @param northdInternalVersion {@code SB_Global.options:northd_internal_version}; empty if the
   *     row has none, which never is the internal version of a program
   * @return empty if the running program did not tell its version
   */
  public Optional<Boolean> hasInternalVersion(String northdInternalVersion) {
    Matcher northd = INTERNAL.matcher(northdInternalVersion);
    if (!northd.matches()) {
      return Optional.of(false);
    }
    boolean isSchemaKnown = southboundSchema.isPresent() && running.equals(installed);
    return running.map(
        version ->
            version.equals(northd.group(1))
                && (!isSchemaKnown || southboundSchema.get().equals(northd.group(2))));
  }
}
