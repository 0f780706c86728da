package io.safeops.approval;

import io.safeops.inventory.FailureDomain;
import io.safeops.inventory.OutOfBand;
import java.util.List;

/**
 * An out-of-band path to a node.
 *
 * @param name of the path, unique on its node
 * @param survives what may fail while it still works, sorted
 */
public record BoundPath(String name, List<String> survives, Way way) {

  /** Where the path leads. */
  public sealed interface Way permits BySsh, ByProgram, ByConsole {}

  /** By ssh, to another address of the node. */
  public record BySsh(BoundConnection connection) implements Way {}

  /** Through a program on the operator's machine that gives a root shell on the node. */
  public record ByProgram(BoundCommand command) implements Way {}

  /** A console that the operator looks at. */
  public record ByConsole(String place) implements Way {}

  public BoundPath {
    survives = survives.stream().sorted().distinct().toList();
  }

  static BoundPath of(OutOfBand path, HostKeys hostKeys, SecretDigests digests) {
    return new BoundPath(
        PlainLine.of(path.name()),
        path.survives().stream().map(FailureDomain::keyword).toList(),
        way(path, hostKeys, digests));
  }

  private static Way way(OutOfBand path, HostKeys hostKeys, SecretDigests digests) {
    if (path instanceof OutOfBand.ByAddress address) {
      return new BySsh(BoundConnection.of(address.ssh(), hostKeys, digests));
    }
    if (path instanceof OutOfBand.ByCommand command) {
      return new ByProgram(BoundCommand.of(command.argv(), digests));
    }
    return new ByConsole(PlainLine.of(((OutOfBand.ByConsole) path).place()));
  }

  /** All of it but the host keys. */
  public String route() {
    String where =
        way instanceof BySsh ssh
            ? ssh.connection().route()
            : way instanceof ByProgram program
                ? "program " + program.command()
                : "console " + ((ByConsole) way).place();
    return where + ", survives " + survives;
  }
}
