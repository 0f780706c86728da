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
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Tools that tests need and safeops does not. As root on Debian they are installed before the first
 * test, as the lab installs its own; elsewhere the tests that need them are left out.
 */
public final class TestTools implements LauncherSessionListener {

  /** Program to Debian package. */
  private static final Map<String, String> PACKAGES =
      new TreeMap<>(
          Map.of(
              "busybox", "busybox",
              "curl", "curl",
              "kill", "procps",
              "shellcheck", "shellcheck"));

  @Override
  public void launcherSessionOpened(LauncherSession session) {
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

  /** Leaves the test out where the tool is missing; a CI has no business leaving anything out. */
  public static void need(String tool) {
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

  /** What it cannot install is found out by {@link #need}. */
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
