package io.safeops.openstack;

/** A password, a token, or text that holds one: for whoever sends it, never for a message. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "(secret)";
  }
}
