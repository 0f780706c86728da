package io.safeops.action.exec;

import io.safeops.action.commandline.CommandWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The known programs that run another program, and what they run. The list only makes refusals more
 * precise. It can never be complete: a program that is not listed is opaque and may do anything.
 */
final class WrapperPrograms {

  private static final Map<String, WrapperProgram> KNOWN = new HashMap<>();

  static {
    all(
        WrapperProgram.shell(WrapperProgram.NO_COMMAND),
        "sh bash dash ash zsh ksh mksh csh tcsh fish rbash");
    all(WrapperProgram.shell(WrapperProgram.NO_COMMAND, "-u", "-g", "-s", "-G"), "su script capsh");
    all(WrapperProgram.shell(WrapperProgram.NO_COMMAND), "eval expect sg newgrp at batch parallel");
    all(
        WrapperProgram.of(0),
        "nohup setsid busybox toybox exec command builtin eatmydata fakeroot");
    all(
        WrapperProgram.of(0),
        "linux32 linux64 catchsegv unbuffer rlwrap torsocks proxychains tini");
    all(
        WrapperProgram.of(0),
        "proxychains4 dumb-init pkexec run0 dbus-run-session cgexec valgrind");
    all(WrapperProgram.of(1), "setarch i386 faketime gosu su-exec setuidgid");
    all(
        WrapperProgram.of(0, "-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-r", "-t", "-U"),
        "sudo");
    all(WrapperProgram.of(0, "-u", "-C"), "doas dzdo");
    all(WrapperProgram.of(0, "-n", "--adjustment"), "nice choom");
    all(WrapperProgram.of(0, "-c", "-n", "-t", "--class", "--classdata"), "ionice");
    all(WrapperProgram.of(1, "-T", "-P", "-D"), "chrt");
    all(WrapperProgram.of(1), "taskset logsave");
    all(WrapperProgram.of(0, "-N", "-m", "-C", "-i", "-l", "-p"), "numactl");
    all(WrapperProgram.of(1, "-s", "-k", "--signal", "--kill-after"), "timeout");
    all(WrapperProgram.of(0, "-i", "-o", "-e", "--input", "--output", "--error"), "stdbuf");
    all(WrapperProgram.of(0, "-f", "-o", "--format", "--output"), "time");
    all(
        WrapperProgram.of(0, "-o", "-e", "-p", "-u", "-E", "-s", "-P", "-a", "-S", "-b"),
        "strace ltrace");
    all(WrapperProgram.of(0), "prlimit gdb perf");
    all(
        WrapperProgram.of(
            0,
            "--ambient-caps",
            "--inh-caps",
            "--bounding-set",
            "--ruid",
            "--euid",
            "--rgid",
            "--egid",
            "--reuid",
            "--regid",
            "--groups",
            "--securebits",
            "--pdeathsig",
            "--selinux-label",
            "--apparmor-profile"),
        "setpriv");
    all(WrapperProgram.of(0, "-n", "--interval"), "watch");
    all(WrapperProgram.of(1), "chroot");
    all(WrapperProgram.of(0, "-t", "--target", "-S", "-G", "-w"), "nsenter");
    all(WrapperProgram.of(0, "-S", "-G", "-R", "-w", "--map-users", "--map-groups"), "unshare");
    all(WrapperProgram.of(0, "-D", "--directory", "-M", "--machine", "-b"), "systemd-nspawn");
    all(
        WrapperProgram.of(
            0, "-p", "-u", "-M", "-H", "-E", "--unit", "--property", "--slice", "--uid"),
        "systemd-run");
    all(WrapperProgram.of(0, "-n", "-I", "-L", "-P", "-s", "-a", "-d", "-E"), "xargs");
    all(
        new WrapperProgram(
            Set.of("-u", "-C", "--unset", "--chdir"), Set.of("-S", "--split-string"), 0),
        "env");
    all(WrapperProgram.shell(1, "-w", "-E", "--timeout", "--wait"), "flock");
    all(WrapperProgram.of(0, "-n", "--name", "-s", "-v"), "lxc-attach");
  }

  private WrapperPrograms() {}

  private static void all(WrapperProgram wrapper, String names) {
    for (String name : names.split(" ")) {
      KNOWN.put(name, wrapper);
    }
  }

  /**
   * The commands that a command line runs.
   *
   * @param commands the commands; none if the line does not show them
   * @param searching whether the program also does work of its own, so that it is not refused only
   *     for being a wrapper
   */
  record WrappedCommands(List<List<String>> commands, boolean searching) {}

  /** What the command line runs; empty if the program is not known to run another one. */
  static Optional<WrappedCommands> of(List<String> argv) {
    String program = CommandWords.program(argv);
    if (isInitScript(argv.get(0))) {
      return found(service(program, argv.subList(1, argv.size())));
    }
    if (program.matches("python[0-9.]*|ld-linux.*|ld-musl.*|ld\\.so.*|ld64\\.so.*")) {
      return found(program.startsWith("ld") ? WrapperProgram.of(0).inner(argv) : List.of());
    }
    return switch (program) {
      case "find" -> executed(argv);
      case "ip" -> inNamespace(argv);
      case "invoke-rc.d", "rc-service" -> found(initLine(argv));
      case "initctl", "deb-systemd-invoke" -> found(upstart(argv));
      case "runuser" ->
          found(
              (argv.contains("-u")
                      ? WrapperProgram.of(0, "-u", "-g")
                      : WrapperProgram.shell(WrapperProgram.NO_COMMAND))
                  .inner(argv));
      case "ssh" -> found(remote(argv));
      case "docker", "podman", "crictl", "kubectl", "lxc", "pct", "machinectl", "oc" ->
          Optional.of(inContainer(argv))
              .filter(each -> !each.isEmpty())
              .flatMap(WrapperPrograms::found);
      case "start-stop-daemon" -> found(daemon(argv));
      case "perl",
          "ruby",
          "lua",
          "awk",
          "gawk",
          "mawk",
          "nawk",
          "tclsh",
          "node",
          "php",
          "ansible",
          "ansible-playbook",
          "make",
          "run-parts",
          "source",
          "." ->
          found(List.of());
      default -> Optional.ofNullable(KNOWN.get(program)).flatMap(each -> found(each.inner(argv)));
    };
  }

  private static Optional<WrappedCommands> found(List<List<String>> commands) {
    return Optional.of(new WrappedCommands(commands, false));
  }

  private static boolean isInitScript(String path) {
    return path.matches(".*/etc/(rc\\.d/)?init\\.d/[^/]+|.*/etc/rc[0-6S]\\.d/[^/]+");
  }

  /** The command of an init script: it does what the systemd unit of the same name does. */
  private static List<List<String>> service(String script, List<String> words) {
    String name = script.replaceFirst("^[SK][0-9]{2}", "");
    return words.isEmpty() ? List.of() : List.of(List.of("systemctl", words.get(0), name));
  }

  private static List<List<String>> initLine(List<String> argv) {
    List<String> words = withoutOptions(argv);
    return words.isEmpty() ? List.of() : service(words.get(0), words.subList(1, words.size()));
  }

  private static List<List<String>> upstart(List<String> argv) {
    List<String> words = withoutOptions(argv);
    return words.size() < 2 ? List.of() : List.of(List.of("systemctl", words.get(0), words.get(1)));
  }

  private static List<String> withoutOptions(List<String> argv) {
    return argv.subList(1, argv.size()).stream().filter(word -> !word.startsWith("-")).toList();
  }

  /** The command of {@code find ... -exec COMMAND ;}. Without {@code -exec} it runs none. */
  private static Optional<WrappedCommands> executed(List<String> argv) {
    List<List<String>> commands = new ArrayList<>();
    for (int at = 1; at < argv.size(); at++) {
      if (List.of("-exec", "-execdir", "-ok", "-okdir").contains(argv.get(at))) {
        int end = at + 1;
        while (end < argv.size() && !List.of(";", "\\;", "+").contains(argv.get(end))) {
          end++;
        }
        if (end > at + 1) {
          commands.add(argv.subList(at + 1, end));
        }
        at = end;
      }
    }
    return commands.isEmpty() ? Optional.empty() : Optional.of(new WrappedCommands(commands, true));
  }

  /** The command of {@code ip netns exec NAME COMMAND}. No other form of {@code ip} runs one. */
  private static Optional<WrappedCommands> inNamespace(List<String> argv) {
    List<String> words = withoutOptions(argv);
    boolean runs =
        words.size() > 3
            && List.of("netns", "vrf").contains(words.get(0))
            && words.get(1).equals("exec");
    return runs
        ? found(List.of(argv.subList(argv.indexOf("exec") + 2, argv.size())))
        : Optional.empty();
  }

  private static List<List<String>> remote(List<String> argv) {
    List<List<String>> words =
        WrapperProgram.of(
                1, "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-o",
                "-p", "-Q", "-R", "-S", "-W", "-w")
            .inner(argv);
    return words.isEmpty() ? words : ShellWords.commands(String.join(" ", words.get(0)));
  }

  /** The command of {@code docker exec [options] NAME COMMAND}, or everything after {@code --}. */
  private static List<List<String>> inContainer(List<String> argv) {
    int dashes = argv.indexOf("--");
    if (dashes > 0 && dashes + 1 < argv.size()) {
      return List.of(argv.subList(dashes + 1, argv.size()));
    }
    for (String verb : List.of("exec", "run", "shell")) {
      int at = argv.indexOf(verb);
      if (at > 0) {
        return WrapperProgram.of(1, "-u", "-w", "-e", "-n", "-c", "--user", "--env", "--name", "-v")
            .inner(argv.subList(at, argv.size()));
      }
    }
    return List.of();
  }

  /** The command of {@code start-stop-daemon --start --exec PROGRAM -- WORDS}. */
  private static List<List<String>> daemon(List<String> argv) {
    for (String option : List.of("--exec", "-x", "--startas", "-a")) {
      int at = argv.indexOf(option);
      if (at > 0 && at + 1 < argv.size()) {
        List<String> command = new ArrayList<>(List.of(argv.get(at + 1)));
        int dashes = argv.indexOf("--");
        command.addAll(dashes < 0 ? List.of() : argv.subList(dashes + 1, argv.size()));
        return List.of(command);
      }
    }
    return List.of();
  }
}
