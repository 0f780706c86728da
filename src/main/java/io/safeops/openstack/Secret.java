package io.safeops.openstack;

/** A password, a token, or text that contains one. It is sent to the API and never shown. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "(secret)";
  }
}
