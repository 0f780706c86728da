package io.safeops.inventory;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code ssh} keys of an inventory. */
final class SshLayerReader {

  static final String NONE = "none";
  static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]{0,63}[$]?");
  static final String USER_EXPECTED = "a user name";
  static final Pattern JUMP =
      Pattern.compile("(?:([^@]+)@)?(?:\\[([^\\]]+)\\]|([^:\\[\\]]+))(?::([0-9]{1,5}))?");
  static final List<String> BECOME = List.of("sudo", NONE);
  private static final int MAX_JUMPS = 5;

  private final Problems problems;
  private final FileTrust trust;
  private final Path folder;
  private final ProcessEnvironment processEnvironment;

  /**
   * @param folder the folder of the inventory; relative paths start there
   */
  SshLayerReader(
      Problems problems, FileTrust trust, Path folder, ProcessEnvironment processEnvironment) {
    this.problems = problems;
    this.trust = trust;
    this.folder = folder;
    this.processEnvironment = processEnvironment;
  }

  SshLayer read(Value ssh) {
    if (!ssh.isPresent()) {
      return SshLayer.EMPTY;
    }
    MapReader map = ssh.map();
    SshLayer layer = layer(map, 0);
    map.finish();
    return layer;
  }

  private SshLayer layer(MapReader map, int depth) {
    return new SshLayer(
        map.optional("user").text(USER, USER_EXPECTED).map(Located::value),
        map.optional("port").integer(1, 65535).map(port -> port.value().intValue()),
        paths(map.optional("identity")),
        agent(map.optional("agent")),
        paths(map.optional("known_hosts")),
        route(map, depth),
        map.optional("become").oneOf(BECOME).map(become -> become.value().equals("sudo")));
  }

  private Optional<List<Path>> paths(Value value) {
    if (!value.isPresent()) {
      return Optional.empty();
    }
    List<Path> paths = new ArrayList<>();
    for (Value item : value.isText() ? List.of(value) : value.list()) {
      path(item).ifPresent(paths::add);
    }
    return Optional.of(paths);
  }

  Optional<Path> path(Value value) {
    return value
        .text()
        .flatMap(
            text -> {
              try {
                return Optional.of(resolve(text.value()));
              } catch (IllegalArgumentException bad) {
                value.report(
                    "`%s`: %s is not a path: %s"
                        .formatted(value.name(), Value.quote(text.value()), bad.getMessage()));
                return Optional.empty();
              }
            });
  }

  private Path resolve(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      return processEnvironment
          .home()
          .resolve(text.substring(Math.min(2, text.length())))
          .normalize();
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException("only `~/`, your own home directory, is understood");
    }
    return folder.resolve(text).normalize();
  }

  private Optional<SshLayer.Agent> agent(Value value) {
    if (!value.isPresent()) {
      return Optional.empty();
    }
    Optional<String> text = value.text().map(Located::value);
    if (text.isPresent() && text.get().matches("true|false")) {
      return Optional.of(new SshLayer.Agent(text.get().equals("true"), Optional.empty()));
    }
    if (text.isPresent() && !text.get().contains("/")) {
      value.report(
          "`agent`: expected true, false or the path of a socket, found "
              + Value.quote(text.get()));
      return Optional.empty();
    }
    return path(value).map(socket -> new SshLayer.Agent(true, Optional.of(socket)));
  }

  private Optional<SshLayer.SshRoute> route(MapReader map, int depth) {
    Value jump = map.optional("jump");
    Value proxy = map.optional("proxy-command");
    if (jump.isPresent() && proxy.isPresent()) {
      problems.add(
          map.keyAt("proxy-command"),
          "`jump` and `proxy-command` exclude each other: let the proxy command use the jump host");
    }
    if (isNone(jump) || isNone(proxy)) {
      return Optional.of(new SshLayer.SshRoute.Direct());
    }
    if (proxy.isPresent()) {
      return argv(proxy, "proxy-command").map(SshLayer.SshRoute.Proxy::new);
    }
    return jump.isPresent() ? jump(jump, depth) : Optional.empty();
  }

  private static boolean isNone(Value value) {
    return value.isText() && value.textOrEmpty().equals(NONE);
  }

  /** The arguments of a program; one line of text is refused: only a shell could split it. */
  Optional<List<String>> argv(Value value, String key) {
    trust.requireAt(value.at(), key, problems);
    if (value.isText()) {
      value.report("`" + key + "`: expected a list of arguments: [program, argument, ...]");
      return Optional.empty();
    }
    List<String> argv = value.texts().stream().map(Located::value).toList();
    if (value.isList() && argv.isEmpty()) {
      value.report("`" + key + "`: expected at least the program");
    }
    if (!argv.isEmpty() && argv.get(0).isEmpty()) {
      value.report("`" + key + "`: the program's name is empty");
    }
    if (argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      value.report("`" + key + "`: an argument holds a NUL character");
      return Optional.empty();
    }
    return argv.isEmpty() || argv.get(0).isEmpty() ? Optional.empty() : Optional.of(argv);
  }

  private Optional<SshLayer.SshRoute> jump(Value jump, int depth) {
    if (depth >= MAX_JUMPS) {
      jump.report("`jump`: more than " + MAX_JUMPS + " hosts in a row");
      return Optional.empty();
    }
    if (jump.isText()) {
      return jumpText(jump);
    }
    MapReader map = jump.map();
    Optional<HostAddress> host = address(map.required("address"));
    SshLayer layer = layer(map, depth + 1);
    map.finish();
    return host.map(address -> new SshLayer.SshRoute.Jump(address, layer));
  }

  private static Optional<SshLayer.SshRoute> jumpText(Value jump) {
    Matcher match = JUMP.matcher(jump.textOrEmpty());
    boolean isRead = match.matches();
    String host = isRead ? String.valueOf(match.group(match.group(2) == null ? 3 : 2)) : "";
    Optional<String> user = isRead ? Optional.ofNullable(match.group(1)) : Optional.empty();
    Optional<Integer> port =
        (isRead ? Optional.ofNullable(match.group(4)) : Optional.<String>empty())
            .map(Integer::valueOf);
    if (!isRead
        || !HostAddress.isValid(host)
        || user.filter(name -> !USER.matcher(name).matches()).isPresent()
        || port.filter(number -> number < 1 || number > 65535).isPresent()) {
      jump.report(
          "`jump`: expected [user@]host[:port], a map with `address`, or none, found "
              + Value.quote(jump.textOrEmpty()));
      return Optional.empty();
    }
    SshLayer layer =
        new SshLayer(
            user,
            port,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Optional.of(new SshLayer.SshRoute.Jump(new HostAddress(host), layer));
  }

  static Optional<HostAddress> address(Value value) {
    Optional<String> text = value.text().map(Located::value);
    if (text.isPresent() && !HostAddress.isValid(text.get())) {
      String hint = text.get().contains("/") ? "; leave out the prefix length" : "";
      value.report(
          "`%s`: %s is not %s%s"
              .formatted(value.name(), Value.quote(text.get()), HostAddress.EXPECTED, hint));
      return Optional.empty();
    }
    return text.map(HostAddress::new);
  }
}
