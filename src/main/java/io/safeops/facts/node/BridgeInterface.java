package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An interface of a port of an OVS bridge: one row of Interface. A bond has several.
 *
 * @param kind {@code system} (a kernel interface), {@code internal}, {@code patch}, {@code geneve},
 *     {@code dpdk}, ...
 * @param ofport OpenFlow port number; -1 if it could not be attached, 0 if none is assigned yet
 * @param linkState whether it has a link: {@code up}, {@code down}, or empty if OVS does not know
 * @param adminState whether it is set up: {@code up}, {@code down}, or empty if OVS does not know
 * @param mtu in bytes, as OVS has it; patch ports and tunnels have none
 * @param error why it could not be attached
 * @param bfd the state of its BFD session ({@code up}, {@code down}, {@code init}, {@code
 *     admin_down}); empty if BFD is off
 * @param lacpCurrent whether LACP has heard of the other side lately; only members of a bond with
 *     LACP have it
 */
public record BridgeInterface(
    String name,
    String kind,
    long ofport,
    String linkState,
    String adminState,
    Optional<Long> mtu,
    Optional<String> error,
    String bfd,
    Optional<Boolean> lacpCurrent,
    Map<String, String> options,
    Map<String, String> externalIds) {

  /** The {@code linkState} or {@code adminState} of one that is up. */
  public static final String UP = "up";

  /** The {@code linkState} or {@code adminState} of one that is down. */
  public static final String DOWN = "down";

  public BridgeInterface {
    Preconditions.name("interface name", name);
    Preconditions.name("kind of interface " + name, kind);
    Preconditions.between("ofport of " + name, ofport, -1, 65535);
    Preconditions.oneOf("link state of " + name, linkState, List.of("", UP, DOWN));
    Preconditions.oneOf("admin state of " + name, adminState, List.of("", UP, DOWN));
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
  }

  /** An interface by its columns. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name)
        .kind(kind)
        .ofport(ofport)
        .linkState(linkState)
        .adminState(adminState)
        .mtu(mtu)
        .error(error)
        .bfd(bfd)
        .lacpCurrent(lacpCurrent)
        .options(options)
        .externalIds(externalIds);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String kind = "";
    private long ofport;
    private String linkState = "";
    private String adminState = "";
    private Optional<Long> mtu = Optional.empty();
    private Optional<String> error = Optional.empty();
    private String bfd = "";
    private Optional<Boolean> lacpCurrent = Optional.empty();
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();

    private Builder(String name) {
      this.name = name;
    }

    public Builder kind(String newKind) {
      kind = newKind;
      return this;
    }

    public Builder ofport(long newOfport) {
      ofport = newOfport;
      return this;
    }

    public Builder linkState(String newLinkState) {
      linkState = newLinkState;
      return this;
    }

    public Builder adminState(String newAdminState) {
      adminState = newAdminState;
      return this;
    }

    public Builder mtu(Optional<Long> newMtu) {
      mtu = newMtu;
      return this;
    }

    public Builder error(Optional<String> newError) {
      error = newError;
      return this;
    }

    public Builder bfd(String newBfd) {
      bfd = newBfd;
      return this;
    }

    public Builder lacpCurrent(Optional<Boolean> newLacpCurrent) {
      lacpCurrent = newLacpCurrent;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public BridgeInterface build() {
      return new BridgeInterface(
          name,
          kind,
          ofport,
          linkState,
          adminState,
          mtu,
          error,
          bfd,
          lacpCurrent,
          options,
          externalIds);
    }
  }
}
