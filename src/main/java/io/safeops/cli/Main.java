package io.safeops.cli;

/** Entry point of the {@code safeops} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
