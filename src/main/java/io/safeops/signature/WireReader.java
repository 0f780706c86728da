package io.safeops.signature;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the data types of SSH (RFC 4251, section 5) strictly: a number has its shortest form, a
 * text has no NUL, nothing is left over. So one value has one encoding, and equal keys have equal
 * bytes.
 */
final class WireReader {

  private final byte[] bytes;
  private final String what;
  private int at;

  /**
   * @param what what is read, in messages: "the signature"
   */
  WireReader(byte[] bytes, String what) {
    this.bytes = bytes;
    this.what = what;
  }

  /** How many bytes were read so far. */
  int position() {
    return at;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  /** The bytes from one position, inclusive, to another, exclusive. */
  byte[] between(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  byte[] raw(int length, String field) throws SignatureException {
    int left = bytes.length - at;
    if (length > left) {
      throw new SignatureException(
          "%s ends within %s: %d bytes are missing".formatted(what, field, length - left));
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  int octet(String field) throws SignatureException {
    return raw(1, field)[0] & 0xff;
  }

  long uint32(String field) throws SignatureException {
    return Integer.toUnsignedLong(ByteBuffer.wrap(raw(4, field)).getInt());
  }

  /** All 64 bits: to be compared as an unsigned number. */
  long uint64(String field) throws SignatureException {
    return ByteBuffer.wrap(raw(8, field)).getLong();
  }

  byte[] string(String field) throws SignatureException {
    long length = uint32(field);
    if (length > bytes.length - at) {
      throw new SignatureException(
          "%s is damaged: %s should have %d bytes, and %d are left"
              .formatted(what, field, length, bytes.length - at));
    }
    return raw((int) length, field);
  }

  /** A string that is text in UTF-8, without NUL, which ends a text for OpenSSH. */
  String text(String field) throws SignatureException {
    byte[] value = string(field);
    for (byte each : value) {
      if (each == 0) {
        throw new SignatureException(what + " has a NUL byte in " + field);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException notText) {
      throw new SignatureException(what + " has bytes that are no text in " + field, notText);
    }
  }

  /** An mpint that is not negative. */
  BigInteger number(String field) throws SignatureException {
    byte[] value = string(field);
    if (value.length > 0 && value[0] < 0) {
      throw new SignatureException("%s has a negative number as %s".formatted(what, field));
    }
    if (value.length > 0 && value[0] == 0 && (value.length == 1 || value[1] >= 0)) {
      throw new SignatureException(
          "%s has a number in a longer form than needed as %s".formatted(what, field));
    }
    return new BigInteger(1, value);
  }

  void end() throws SignatureException {
    if (!isAtEnd()) {
      throw new SignatureException(
          "%s has %d bytes too many at its end".formatted(what, bytes.length - at));
    }
  }
}
