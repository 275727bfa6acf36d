from .lists import ColumnsForm, SettleForm, UploadForm, WithdrawForm

__all__ = ["ColumnsForm", "SettleForm", "UploadForm", "WithdrawForm"]
