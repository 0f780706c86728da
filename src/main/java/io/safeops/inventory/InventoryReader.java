package io.safeops.inventory;

import io.safeops.document.DocumentException;
import io.safeops.document.FileHeader;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import io.safeops.transport.ssh.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one inventory file and reports all its problems at once. */
final class InventoryReader {

  static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  static final String ROLE_EXPECTED =
      "a role: a lower-case letter, then letters, digits, `-`, at most 32";
  static final List<String> KNOWN_ROLES = List.of("central", "chassis", "gateway", "neutron");
  static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
  static final String ONE_LINE_EXPECTED = "one line of at most 200 characters";

  private final Path file;
  private final ProcessEnvironment processEnvironment;
  private final Problems problems = new Problems();
  private final FileTrust trust;
  private final SshLayerReader ssh;

  InventoryReader(Path file, ProcessEnvironment processEnvironment) {
    this(file, processEnvironment, FileTrust.of(file, processEnvironment));
  }

  InventoryReader(Path file, ProcessEnvironment processEnvironment, FileTrust trust) {
    this.file = file;
    this.processEnvironment = processEnvironment;
    this.trust = trust;
    Path parent = file.toAbsolutePath().normalize().getParent();
    Path folder = parent == null ? Path.of("/") : parent;
    this.ssh = new SshLayerReader(problems, trust, folder, processEnvironment);
  }

  /** The settings for nodes that do not set them. */
  private record Defaults(SshLayer ssh, GuardTimes guard, StateDirectory stateDirectory) {}

  Inventory read() throws DocumentException {
    return read(YamlFile.read(file));
  }

  Inventory read(io.safeops.document.DocumentNode root) throws DocumentException {
    MapReader top = Value.root(root, InventorySchema.FILE, problems).map();
    top.required("apiVersion").oneOf(List.of(FileHeader.API_VERSION));
    top.required("kind").oneOf(List.of(InventorySchema.KIND));
    Defaults defaults = defaults(top.optional("defaults"));
    Value list = top.required("nodes");
    List<InventoryNode> nodes = new ArrayList<>();
    for (Value.NamedValue namedValue : list.entries()) {
      node(namedValue, defaults).ifPresent(nodes::add);
    }
    if (list.isMap() && list.entries().isEmpty()) {
      list.report("`nodes`: expected at least one node");
    }
    Optional<OpenStack> openstack =
        new OpenStackReader(problems, ssh, processEnvironment)
            .read(top.optional("openstack"), nodes);
    List<MaintenanceWindow> maintenance = MaintenanceReader.read(top.optional("maintenance"));
    top.finish();
    refuseDuplicateHosts(nodes);
    problems.throwIfAny();
    return new Inventory(file, nodes, openstack, maintenance);
  }

  private Defaults defaults(Value value) {
    MapReader map = value.map();
    Defaults defaults =
        new Defaults(
            ssh.read(map.optional("ssh")),
            guard(map.optional("guard")),
            stateDirectory(map.optional("state_dir")).orElse(StateDirectory.DEFAULT));
    map.finish();
    return defaults;
  }

  private Optional<InventoryNode> node(Value.NamedValue namedValue, Defaults defaults) {
    Located<String> name = namedValue.key();
    if (!NodeName.isValid(name.value())) {
      problems.add(name.at(), Value.quote(name.value()) + " is not " + NodeName.EXPECTED);
    }
    if (!namedValue.value().isMap()) {
      namedValue.value().map();
      return Optional.empty();
    }
    MapReader map = namedValue.value().map();
    Optional<HostAddress> address = SshLayerReader.address(map.required("address"));
    List<String> roles = roles(map.optional("roles"));
    SshLayer layer = ssh.read(map.optional("ssh")).over(defaults.ssh());
    Value oob = map.optional("oob");
    List<OutOfBand> paths = isNone(oob) ? List.of() : outOfBand(oob, layer);
    Optional<String> absent =
        map.optional("absent").text(ONE_LINE, ONE_LINE_EXPECTED).map(Located::value);
    StateDirectory stateDirectory =
        stateDirectory(map.optional("state_dir")).orElse(defaults.stateDirectory());
    GuardTimes guard = guard(map.optional("guard")).over(defaults.guard());
    map.finish();
    if (address.isEmpty() || !NodeName.isValid(name.value())) {
      return Optional.empty();
    }
    return Optional.of(
        new InventoryNode(
            new NodeName(name.value()),
            address.get(),
            roles,
            layer.settings(address.get(), processEnvironment),
            paths,
            isNone(oob),
            absent,
            stateDirectory,
            guard,
            name.at()));
  }

  private static boolean isNone(Value oob) {
    return oob.isText() && oob.textOrEmpty().equals(SshLayerReader.NONE);
  }

  private static List<String> roles(Value value) {
    Set<String> roles = new LinkedHashSet<>();
    for (Value item : value.list()) {
      Optional<Located<String>> role = item.text(ROLE, ROLE_EXPECTED);
      if (role.isEmpty()) {
        continue;
      }
      String word = role.get().value();
      Optional<String> nearest =
          NearestName.to(word, KNOWN_ROLES).filter(known -> !known.equals(word));
      if (nearest.isPresent()) {
        item.report("role `" + word + "`, did you mean `" + nearest.get() + "`?");
      } else if (!roles.add(word)) {
        item.report("role `" + word + "` is given twice");
      }
    }
    return List.copyOf(roles);
  }

  private List<OutOfBand> outOfBand(Value oob, SshLayer around) {
    if (oob.isText()) {
      oob.report(
          "`oob`: expected `none`, or a list of paths, each with one of command, address, console;"
              + " found "
              + Value.quote(oob.textOrEmpty()));
      return List.of();
    }
    List<OutOfBand> paths = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Value item : oob.isMap() ? List.of(oob) : oob.list()) {
      Optional<OutOfBand> path = outOfBandPath(item, around);
      if (path.isPresent() && !names.add(path.get().name())) {
        item.report("two out-of-band paths are named `" + path.get().name() + "`");
      }
      path.ifPresent(paths::add);
    }
    if (oob.isList() && oob.list().isEmpty()) {
      oob.report("`oob`: an empty list; write `none` if there is no out-of-band path to this node");
    }
    return paths;
  }

  private Optional<OutOfBand> outOfBandPath(Value value, SshLayer around) {
    if (!value.isMap()) {
      value.map();
      return Optional.empty();
    }
    MapReader map = value.map();
    Value command = map.optional("command");
    Value address = map.optional("address");
    Value console = map.optional("console");
    Optional<String> name =
        map.optional("name").text(ONE_LINE, ONE_LINE_EXPECTED).map(Located::value);
    Set<FailureDomain> survives = survives(map.required("survives"));
    Optional<OutOfBand> path = Optional.empty();
    List<Value> kinds =
        List.of(command, address, console).stream().filter(Value::isPresent).toList();
    if (kinds.size() != 1) {
      problems.add(
          map.at(),
          "an out-of-band path has one of `command`, `address`, `console`; found " + kinds.size());
    } else if (command.isPresent()) {
      path =
          ssh.argv(command, "command")
              .map(argv -> new OutOfBand.ByCommand(name.orElse("command"), survives, argv));
    } else if (console.isPresent()) {
      path =
          console
              .text(ONE_LINE, ONE_LINE_EXPECTED)
              .map(
                  place ->
                      new OutOfBand.ByConsole(name.orElse("console"), survives, place.value()));
    } else {
      SshLayer layer = ssh.read(map.optional("ssh")).over(around);
      path =
          SshLayerReader.address(address)
              .map(host -> layer.settings(host, processEnvironment))
              .map(to -> new OutOfBand.ByAddress(name.orElse(to.host()), survives, to));
    }
    map.finish();
    return path;
  }

  private static Set<FailureDomain> survives(Value value) {
    Set<FailureDomain> survives = EnumSet.noneOf(FailureDomain.class);
    for (Value item : value.list()) {
      item.oneOf(FailureDomain.keywords())
          .flatMap(word -> FailureDomain.of(word.value()))
          .ifPresent(survives::add);
    }
    return survives;
  }

  private static GuardTimes guard(Value value) {
    if (!value.isPresent()) {
      return GuardTimes.NONE;
    }
    MapReader map = value.map();
    GuardTimes times =
        new GuardTimes(
            duration(
                map.optional("deadline"),
                GuardTimes.SHORTEST_DEADLINE,
                GuardTimes.LONGEST_DEADLINE),
            duration(map.optional("lease"), GuardTimes.SHORTEST_LEASE, GuardTimes.LONGEST_LEASE),
            duration(map.optional("hold"), GuardTimes.SHORTEST_HOLD, GuardTimes.LONGEST_HOLD),
            duration(
                map.optional("baseline"),
                GuardTimes.SHORTEST_BASELINE,
                GuardTimes.LONGEST_BASELINE));
    map.finish();
    return times;
  }

  private static Optional<Duration> duration(Value value, Duration shortest, Duration longest) {
    Optional<Duration> duration = value.duration().map(Located::value);
    if (duration.isPresent()
        && (duration.get().compareTo(shortest) < 0 || duration.get().compareTo(longest) > 0)) {
      value.report(
          "`%s`: expected %d s to %d s, found %d s"
              .formatted(
                  value.name(),
                  shortest.toSeconds(),
                  longest.toSeconds(),
                  duration.get().toSeconds()));
      return Optional.empty();
    }
    return duration;
  }

  private static Optional<StateDirectory> stateDirectory(Value value) {
    Optional<String> text = value.text().map(Located::value);
    if (text.isPresent() && !StateDirectory.isValid(text.get())) {
      value.report(
          "`%s`: %s is not %s"
              .formatted(value.name(), Value.quote(text.get()), StateDirectory.EXPECTED));
      return Optional.empty();
    }
    return text.map(StateDirectory::new);
  }

  /**
   * Refuses two names for one machine, because a run would arm it twice. The same address behind
   * different bastion hosts is allowed.
   */
  private void refuseDuplicateHosts(List<InventoryNode> nodes) {
    record Place(String host, int port, Optional<SshSettings> jump, List<String> proxy) {}
    Map<Place, InventoryNode> places = new HashMap<>();
    for (InventoryNode node : nodes) {
      SshSettings to = node.ssh();
      Place place = new Place(to.host(), to.port(), to.jump(), to.proxyCommand());
      InventoryNode other = places.putIfAbsent(place, node);
      if (other != null) {
        Position first = other.at();
        problems.add(
            node.at(),
            "node `%s` is the same machine as `%s` (line %d): both have the same address and port"
                .formatted(node.name(), other.name(), first.line()));
      }
    }
  }
}
