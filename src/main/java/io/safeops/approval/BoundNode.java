package io.safeops.approval;

import io.safeops.inventory.InventoryNode;
import io.safeops.review.GuardPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A node that the plan touches: how it is reached and how it is guarded.
 *
 * @param inBand the connection over the network that may change
 * @param outOfBand its other paths, sorted by name
 * @param withoutOutOfBand whether the inventory says that it has none
 */
public record BoundNode(
    String name,
    BoundConnection inBand,
    List<BoundPath> outOfBand,
    boolean withoutOutOfBand,
    Guarding guarding) {

  /** What the node is to the guards. */
  public enum Role {
    /** It is not armed. */
    NONE,
    /** It is armed and only protects itself. */
    SOFT,
    /** It is armed and makes a change. */
    VOTER;

    /** As an approval writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Role::word).toList();
    }

    static Role of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * How it is guarded.
   *
   * @param witness whether it makes and shows the code
   * @param stateDirectory where its guard keeps its state
   */
  public record Guarding(Role role, boolean witness, String stateDirectory) {
    @Override
    public String toString() {
      return switch (role) {
            case NONE -> "not armed";
            case SOFT -> "armed, protects itself";
            case VOTER -> "armed, makes the change";
          }
          + (witness ? ", shows the code" : "")
          + ", state in "
          + stateDirectory;
    }
  }

  public BoundNode {
    outOfBand =
        outOfBand.stream().sorted((one, other) -> one.name().compareTo(other.name())).toList();
  }

  static BoundNode of(
      InventoryNode node, GuardPlan guards, HostKeys hostKeys, SecretDigests digests) {
    Optional<GuardPlan.Guarded> guarded =
        guards.nodes().stream().filter(each -> each.name().equals(node.name().value())).findFirst();
    return new BoundNode(
        node.name().value(),
        BoundConnection.of(node.ssh(), hostKeys, digests),
        node.outOfBand().stream().map(path -> BoundPath.of(path, hostKeys, digests)).toList(),
        node.isWithoutOutOfBand(),
        new Guarding(
            guarded.map(each -> each.voter() ? Role.VOTER : Role.SOFT).orElse(Role.NONE),
            guarded.map(GuardPlan.Guarded::witness).orElse(false),
            node.stateDirectory().value()));
  }
}
