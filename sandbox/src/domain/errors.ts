/** An answer other than success, with the code of the API reference where it has one. */
export class ApiError extends Error {
  public constructor(
    public readonly status: number,
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class NotFoundError extends ApiError {
  public constructor(code: string, message: string) {
    super(404, code, message);
  }
}

export class ConflictError extends ApiError {
  public constructor(code: string, message: string) {
    super(409, code, message);
  }
}

export class InvalidInputError extends ApiError {
  public constructor(code: string, message: string) {
    super(400, code, message);
  }
}
