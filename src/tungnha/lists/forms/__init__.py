from .exchange import AgreementForm, KeepForm
from .lists import ColumnsForm, ConfirmForm, UploadForm, WithdrawForm

__all__ = ["AgreementForm", "ColumnsForm", "ConfirmForm", "KeepForm", "UploadForm", "WithdrawForm"]
