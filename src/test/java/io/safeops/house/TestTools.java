package io.safeops.house;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tools that tests of {@code mvn verify} need but safeops does not. As root on Debian, the first
 * test that needs one installs them all, as the lab installs its own tools. Elsewhere the tests
 * that need a missing tool are skipped. Such tests have the tag {@code process}, so {@code mvn
 * test} installs nothing.
 */
public final class TestTools {

  /** The Debian package of each program. */
  private static final Map<String, String> PACKAGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bash", "bash"),
              Map.entry("busybox", "busybox"),
              Map.entry("chromium", "chromium"),
              Map.entry("curl", "curl"),
              Map.entry("fish", "fish"),
              Map.entry("flock", "util-linux"),
              Map.entry("git", "git"),
              Map.entry("jq", "jq"),
              Map.entry("kill", "procps"),
              Map.entry("mandoc", "mandoc"),
              Map.entry("mkfs.ext4", "e2fsprogs"),
              Map.entry("openssl", "openssl"),
              Map.entry("prlimit", "util-linux"),
              Map.entry("script", "bsdutils"),
              Map.entry("setpriv", "util-linux"),
              Map.entry("shellcheck", "shellcheck"),
              Map.entry("strace", "strace"),
              Map.entry("tmux", "tmux"),
              Map.entry("unzip", "unzip"),
              Map.entry("zsh", "zsh")));

  private static boolean asked;

  private TestTools() {}

  private static synchronized void install() {
    if (asked) {
      return;
    }
    asked = true;
    List<String> missing =
        PACKAGES.entrySet().stream()
            .filter(each -> !isThere(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (!missing.isEmpty()
        && isThere("apt-get")
        && "root".equals(System.getProperty("user.name"))) {
      System.out.println("tests: installing " + String.join(", ", missing) + " with apt");
      run(List.of("apt-get", "update", "-qq"));
      List<String> install =
          new ArrayList<>(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends"));
      install.addAll(missing);
      run(install);
    }
  }

  /**
   * Skips the test if the tool is missing. In a CI the test fails instead, because a CI must run
   * every test.
   */
  public static void need(String tool) {
    install();
    if (System.getenv("CI") == null) {
      assumeTrue(isThere(tool), tool + " is not installed");
    } else if (!isThere(tool)) {
      throw new AssertionError("a CI must run every test, but " + tool + " is not installed");
    }
  }

  private static boolean isThere(String tool) {
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory).resolve(tool))) {
        return true;
      }
    }
    return false;
  }

  /** If an installation fails, {@link #need} reports the missing tool. */
  private static void run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        System.out.println("tests: " + String.join(" ", command) + " failed: " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
